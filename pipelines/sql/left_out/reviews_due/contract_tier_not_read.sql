select
    contract_ref as record_ref,
    market_segment,
    locality,
    'Its contract tier could not be read: it is reviewed at the shortest interval' as reason,
    source_file,
    source_row
from review_positions
where contract_tier = 'Not known'
