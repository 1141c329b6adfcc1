-- The tier recorded for each open location: the newest decision about it, or about all services of a provider that it was
-- of on the day of the decision, or is of now. A decision about a location follows the location to another provider.
-- Of two decisions of one day: the worse, then the one that has not expired. Proposed here.
with about as (
    select
        location_id,
        recorded_tier,
        tier_rank,
        decided_on,
        is_expired,
        source_file,
        source_row
    from recorded_decisions
    where location_id is not null
    union all
    select
        p.location_id,
        d.recorded_tier,
        d.tier_rank,
        d.decided_on,
        d.is_expired,
        d.source_file,
        d.source_row
    from recorded_decisions as d
    join location_providers as p on p.provider_id = d.provider_id and (p.until_on is null or d.decided_on < p.until_on)
    where d.location_id is null
),
ranked as (
    select
        a.location_id,
        a.recorded_tier,
        a.tier_rank,
        a.decided_on,
        a.is_expired,
        a.source_file,
        a.source_row,
        row_number() over (
            partition by a.location_id
            order by
                a.decided_on desc,
                a.tier_rank desc,
                a.recorded_tier desc,
                case when a.is_expired then 1 else 0 end,
                a.source_file,
                a.source_row
        ) as place
    from about as a
    join open_locations as l on l.location_id = a.location_id
)
select
    location_id,
    recorded_tier,
    tier_rank,
    decided_on,
    is_expired,
    source_file,
    source_row
from ranked
where place = 1
