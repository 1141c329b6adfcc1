-- Days since the newest assessment.
select
    location_id,
    cast(null as varchar) as provider_id,
    date_diff('day', assessed_on, $as_of) as value,
    assessment_ref as record_ref,
    assessed_on as happened_on,
    cast(date_diff('day', assessed_on, $as_of) as varchar) || ' days since the assessment' as detail,
    assessed_file as source_file,
    assessed_row as source_row
from location_facts
where assessment_ref is not null
