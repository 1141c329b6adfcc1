-- The tier the rules suggest for every open location: points of all rules, the highest floor, and whether enough is known.
-- Points only add and a floor only lifts, so the tier they reach is certain as a least one. It is the tier when enough is
-- known. Of concern: enough families of evidence, whatever they say. The lowest, that all is well: enough families that
-- speak well, and no record that could not be read. So a record of concern can raise a location, and never lower it.
-- Too little for a tier is said as at least that tier; too little for the lowest is Insufficient data, which stands above it.
-- tier_rank: the order of concern of what is suggested; 0 where no tier was in force. least_rank: that of the tier reached.
with settings as (
    select
        max(case when name = 'least_families_regulated' then value end) as regulated,
        max(case when name = 'least_families_unregulated' then value end) as unregulated
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
        count(distinct case when state = 'scored' and is_good then family end) as families_good,
        cast(count(case when state = 'not known' then 1 end) as bigint) as rules_not_known,
        min(case when state = 'scored' then oldest_on end) as oldest_on,
        max(case when state = 'scored' then newest_on end) as newest_on
    from tier_scores
    group by location_id
),
refused as (
    select
        location_id,
        count(*) as records_refused
    from (
        select distinct
            t.location_id,
            t.source_file,
            t.source_row
        from evidence_not_read as t
        join tier_scores as s on s.location_id = t.location_id and s.rule_id = t.rule_id
        where s.state <> 'not applicable'
    ) as records
    group by location_id
),
reached as (
    select
        l.location_id,
        coalesce(s.points, 0) as points,
        coalesce(s.families_present, 0) as families_present,
        coalesce(s.families_good, 0) as families_good,
        coalesce(s.rules_not_known, 0) as rules_not_known,
        coalesce(x.records_refused, 0) as records_refused,
        s.floor_rank,
        s.oldest_on,
        s.newest_on,
        case when coalesce(s.floor_rank, 0) > p.tier_rank then s.floor_rank else p.tier_rank end as least_rank,
        case when f.is_regulated then g.regulated else g.unregulated end as least_families
    from open_locations as l
    join location_facts as f on f.location_id = l.location_id
    cross join settings as g
    left join summed as s on s.location_id = l.location_id
    left join refused as x on x.location_id = l.location_id
    left join tiers_in_force as p
        on s.points >= p.from_points
        and (p.below_points is null or s.points < p.below_points)
),
judged as (
    select
        r.location_id,
        case
            when q.from_points = 0 and r.records_refused > 0 then 0
            when q.from_points = 0 and r.families_good < r.least_families then 0
            when q.from_points > 0 and r.families_present < r.least_families then 0
            else 1
        end as is_enough
    from reached as r
    join tiers_in_force as q on q.tier_rank = r.least_rank
)
select
    r.location_id,
    r.points,
    r.families_present,
    r.families_good,
    r.rules_not_known,
    r.records_refused,
    r.floor_rank,
    r.oldest_on,
    r.newest_on,
    coalesce(r.least_rank, 0) as least_rank,
    coalesce(j.is_enough, 0) = 1 as is_exact,
    case when j.is_enough = 1 then q.tier else coalesce(q.at_least, 'Insufficient data') end as suggested_tier,
    case when j.is_enough = 1 then q.concern_rank else coalesce(q.at_least_rank, 0) end as tier_rank
from reached as r
left join judged as j on j.location_id = r.location_id
left join tiers_in_force as q on q.tier_rank = r.least_rank
