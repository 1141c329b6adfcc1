-- 1 where CQC has published no overall rating that can be used. A location without a CQC id scores as one with an id and
-- no rating: an id that is missing must not look better. Proposed here.
select
    location_id,
    cast(null as varchar) as provider_id,
    case when overall_rank is null then 1 else 0 end as value,
    coalesce(cqc_location_id, location_id) as record_ref,
    overall_on as happened_on,
    case
        when cqc_location_id is null then 'No CQC id, so no usable rating'
        when overall_rank is null then 'No usable rating'
        else 'A rating is published'
    end as detail,
    coalesce(overall_file, source_file) as source_file,
    coalesce(overall_row, source_row) as source_row
from location_facts
where is_cqc_known
