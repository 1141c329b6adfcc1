select
    contract_ref as record_ref,
    market_segment,
    locality,
    'No annual value: it is not in any sum of pounds' as reason,
    source_file,
    source_row
from active_contracts_on_day
where annual_value is null
