-- Days without a registered manager.
select
    location_id,
    cast(null as varchar) as provider_id,
    coalesce(date_diff('day', vacant_since, $as_of), 0) as value,
    location_id as record_ref,
    vacant_since as happened_on,
    case
        when vacant_since is null then 'No vacancy recorded'
        else cast(date_diff('day', vacant_since, $as_of) as varchar) || ' days without a manager'
    end as detail,
    source_file,
    source_row
from location_facts
where has_manager
