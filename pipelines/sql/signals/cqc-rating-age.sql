-- Days since the overall rating was published.
select
    location_id,
    cast(null as varchar) as provider_id,
    date_diff('day', overall_on, $as_of) as value,
    cqc_location_id as record_ref,
    overall_on as happened_on,
    cast(date_diff('day', overall_on, $as_of) as varchar) || ' days since publication' as detail,
    overall_file as source_file,
    overall_row as source_row
from location_facts
where overall_rank is not null
