select
    contract_ref as record_ref,
    market_segment,
    locality,
    'Its area could not be read: it is in no area''s figures' as reason,
    source_file,
    source_row
from active_contracts_on_day
where locality = 'Not known'
