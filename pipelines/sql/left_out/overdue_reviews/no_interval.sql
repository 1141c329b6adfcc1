select
    contract_ref as record_ref,
    market_segment,
    locality,
    'No rule in force on this day says how often it is reviewed: see reviews.toml' as reason,
    source_file,
    source_row
from review_intervals_on_day
where interval_months is null
