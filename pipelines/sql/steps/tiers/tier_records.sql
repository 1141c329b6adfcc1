-- Every record that contributes to a tier rule at a location. A record that names a location counts there; one that
-- names only the provider counts at each of the provider's locations. is_read = 0: something that the rule needs could not
-- be read, so the record has no value.
select
    l.location_id,
    e.rule_id,
    e.value,
    e.record_ref,
    e.happened_on,
    e.detail,
    1 as is_read,
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
    1 as is_read,
    e.source_file,
    e.source_row
from tier_signals as e
join open_locations as l on l.provider_id = e.provider_id
where e.location_id is null
union all
select
    location_id,
    rule_id,
    null as value,
    record_ref,
    cast(null as date) as happened_on,
    detail,
    0 as is_read,
    source_file,
    source_row
from evidence_not_read
