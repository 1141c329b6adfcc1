-- The tier the rules suggest for every open location: points of all rules, the highest floor, and whether enough is
-- known. tier_rank 0 is Insufficient data; a floor of the rank in the settings shows all the same.
with settings as (
    select
        max(case when name = 'least_families' then value end) as least_families,
        max(case when name = 'floor_rank_always_shown' then value end) as floor_rank_always_shown
    from tier_settings
    where effective_from <= $as_of
      and (effective_to is null or effective_to >= $as_of)
),
summed as (
    select
        location_id,
        cast(coalesce(sum(points), 0) as bigint) as points,
        max(floor_rank) as floor_rank,
        count(distinct case when state = 'scored' and is_evidence then family end) as families_present,
        cast(count(case when state = 'not known' then 1 end) as bigint) as rules_not_known,
        min(case when state = 'scored' then oldest_on end) as oldest_on,
        max(case when state = 'scored' then newest_on end) as newest_on
    from tier_scores
    group by location_id
)
select
    l.location_id,
    coalesce(s.points, 0) as points,
    coalesce(s.families_present, 0) as families_present,
    coalesce(s.rules_not_known, 0) as rules_not_known,
    s.floor_rank,
    s.oldest_on,
    s.newest_on,
    case
        when coalesce(s.families_present, 0) < g.least_families
            and coalesce(s.floor_rank, 0) < g.floor_rank_always_shown then 0
        when coalesce(s.floor_rank, 0) > p.tier_rank then s.floor_rank
        else coalesce(p.tier_rank, 0)
    end as tier_rank
from open_locations as l
cross join settings as g
left join summed as s on s.location_id = l.location_id
left join tiers_in_force as p
    on s.points >= p.from_points
    and (p.below_points is null or s.points < p.below_points)
