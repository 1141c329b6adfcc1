-- Decisions about a tier of which the tier or the day could not be read, or whose row was refused: what was recorded before
-- stands, and may no longer be so. A decision that names no location is about all the provider's.
select
    provider_id,
    location_id,
    false as is_refused,
    source_file,
    source_row
from tier_decisions
where recorded_tier is null
   or decided_on is null
union all
select
    coalesce(r.provider_id, l.provider_id) as provider_id,
    r.location_id,
    true as is_refused,
    r.source_file,
    r.source_row
from rows_refused as r
left join locations as l on l.location_id = r.location_id
where r.source = 'tier_decisions'
