-- The overall rating of the newest assessment, by the number its word stands for.
select
    location_id,
    cast(null as varchar) as provider_id,
    assessed_value as value,
    assessment_ref as record_ref,
    assessed_on as happened_on,
    assessed_words as detail,
    assessed_file as source_file,
    assessed_row as source_row
from location_facts
where assessment_ref is not null
