-- Every record that contributes to a tier rule at a location. A record that names a location counts there; one that
-- names only the provider counts at each of the provider's locations.
select
    l.location_id,
    e.rule_id,
    e.value,
    e.record_ref,
    e.happened_on,
    e.detail,
    e.source_file,
    e.source_row
from tier_signals as e
join open_locations as l on l.location_id = e.location_id
union all
select
    l.location_id,
    e.rule_id,
    e.value,
    e.record_ref,
    e.happened_on,
    e.detail,
    e.source_file,
    e.source_row
from tier_signals as e
join open_locations as l on l.provider_id = e.provider_id
where e.location_id is null
