-- Quality tiers and the points that suggest them, as in force on the position date.
select
    tier,
    tier_rank,
    from_points,
    below_points
from quality_tiers
where effective_from <= $as_of
  and (effective_to is null or effective_to >= $as_of)
