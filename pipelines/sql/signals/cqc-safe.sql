-- CQC's rating for Safe: its rank. A word that is no rating has none, and makes the rule not known.
select
    location_id,
    cast(null as varchar) as provider_id,
    safe_rank as value,
    cqc_location_id as record_ref,
    safe_on as happened_on,
    safe_words as detail,
    safe_file as source_file,
    safe_row as source_row
from location_facts
where safe_words is not null
