-- Days since registration, where CQC has never rated the location: not as a whole, no service, in no domain.
select
    location_id,
    cast(null as varchar) as provider_id,
    case when is_ever_rated then 0 else date_diff('day', registered_on, $as_of) end as value,
    coalesce(cqc_location_id, location_id) as record_ref,
    case when not is_ever_rated then registered_on end as happened_on,
    case
        when is_ever_rated then 'Has been rated'
        when registered_on is null then 'day of registration'
        else cast(date_diff('day', registered_on, $as_of) as varchar) || ' days since registration'
    end as detail,
    source_file,
    source_row
from location_facts
where is_cqc_known
