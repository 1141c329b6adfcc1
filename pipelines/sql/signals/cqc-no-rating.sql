-- 1 where CQC has published no overall rating that can be used.
select
    location_id,
    cast(null as varchar) as provider_id,
    case when overall_rank is null then 1 else 0 end as value,
    cqc_location_id as record_ref,
    overall_on as happened_on,
    case when overall_rank is null then 'No usable rating' else 'A rating is published' end as detail,
    coalesce(overall_file, source_file) as source_file,
    coalesce(overall_row, source_row) as source_row
from location_facts
where is_cqc_known
