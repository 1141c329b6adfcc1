select
    contract_ref as record_ref,
    market_segment,
    locality,
    'Its start is not known: it counts as begun in every month' as reason,
    source_file,
    source_row
from active_contracts_on_day
where start_on is null
