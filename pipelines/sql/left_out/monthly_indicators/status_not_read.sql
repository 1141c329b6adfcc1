select
    contract_ref as record_ref,
    market_segment,
    locality,
    'Its status could not be read: it counts as in use until a day of ending' as reason,
    source_file,
    source_row
from contract_spans
where refused_columns like '% status %'
