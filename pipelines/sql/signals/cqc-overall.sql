-- CQC's overall rating: its rank. A word that is no rating has none, and makes the rule not known.
select
    location_id,
    cast(null as varchar) as provider_id,
    overall_rank as value,
    cqc_location_id as record_ref,
    overall_on as happened_on,
    overall_words as detail,
    overall_file as source_file,
    overall_row as source_row
from location_facts
where overall_words is not null
