-- Every record that contributes to a tier rule at a location. A record that names a location counts there; one that
-- names only the provider counts at each of the provider's locations.
select
    l.location_id,
    e.rule_id,
    1 as value,
    e.record_ref,
    e.happened_on,
    e.detail,
    e.source_file,
    e.source_row
from tier_events as e
join open_locations as l on l.location_id = e.location_id
union all
select
    l.location_id,
    e.rule_id,
    1 as value,
    e.record_ref,
    e.happened_on,
    e.detail,
    e.source_file,
    e.source_row
from tier_events as e
join open_locations as l on l.provider_id = e.provider_id
where e.location_id is null
union all
select
    m.location_id,
    m.rule_id,
    m.value,
    m.record_ref,
    m.happened_on,
    m.detail,
    m.source_file,
    m.source_row
from tier_measures as m
