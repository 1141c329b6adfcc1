select
    contract_ref as record_ref,
    market_segment,
    locality,
    'No market segment: it is in no segment''s figures' as reason,
    source_file,
    source_row
from active_contracts_on_day
where market_segment = 'Not recorded'
