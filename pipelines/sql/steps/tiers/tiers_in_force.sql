-- Quality tiers and the points that suggest them, as in force on the position date; and what each is called, and where it
-- stands, when it is only certain that a location is at least there.
select
    tier,
    tier_rank,
    from_points,
    below_points,
    concern_rank,
    at_least,
    at_least_rank
from quality_tiers
where effective_from <= $as_of
  and (effective_to is null or effective_to >= $as_of)
