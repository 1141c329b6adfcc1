-- CQC's rating for Well-led: its rank. A word that is no rating has none, and makes the rule not known.
select
    location_id,
    cast(null as varchar) as provider_id,
    well_led_rank as value,
    cqc_location_id as record_ref,
    well_led_on as happened_on,
    well_led_words as detail,
    well_led_file as source_file,
    well_led_row as source_row
from location_facts
where well_led_words is not null
