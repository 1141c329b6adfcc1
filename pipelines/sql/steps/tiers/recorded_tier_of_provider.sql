-- The tier recorded for each provider: the worst of those of its open locations in the area, and of the newest decision
-- about all its services. That one no longer counts once each of these locations has a newer decision of its own.
-- Of two that are as bad: one that has not expired, then the newer. Proposed here.
with placed as (
    select
        l.provider_id,
        r.recorded_tier,
        r.tier_rank,
        r.decided_on,
        r.is_expired
    from open_locations as l
    join locations_in_area as a on a.location_id = l.location_id
    left join recorded_tier_of_location as r on r.location_id = l.location_id
    where l.provider_id is not null
),
whole as (
    select
        provider_id,
        recorded_tier,
        tier_rank,
        decided_on,
        is_expired,
        row_number() over (
            partition by provider_id
            order by
                decided_on desc,
                tier_rank desc,
                recorded_tier desc,
                case when is_expired then 1 else 0 end
        ) as place
    from recorded_decisions
    where location_id is null
),
standing as (
    select
        w.provider_id,
        w.recorded_tier,
        w.tier_rank,
        w.decided_on,
        w.is_expired
    from whole as w
    left join placed as p on p.provider_id = w.provider_id
    where w.place = 1
    group by w.provider_id, w.recorded_tier, w.tier_rank, w.decided_on, w.is_expired
    having count(p.provider_id) = 0
        or count(case when p.decided_on > w.decided_on then 1 end) < count(p.provider_id)
    union all
    select
        provider_id,
        recorded_tier,
        tier_rank,
        decided_on,
        is_expired
    from placed
    where recorded_tier is not null
),
ranked as (
    select
        provider_id,
        recorded_tier,
        tier_rank,
        decided_on,
        is_expired,
        row_number() over (
            partition by provider_id
            order by
                tier_rank desc,
                recorded_tier desc,
                case when is_expired then 1 else 0 end,
                decided_on desc
        ) as place
    from standing
)
select
    provider_id,
    recorded_tier,
    tier_rank,
    decided_on,
    is_expired
from ranked
where place = 1
