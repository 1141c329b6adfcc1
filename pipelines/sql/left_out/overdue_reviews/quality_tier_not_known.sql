select
    contract_ref as record_ref,
    market_segment,
    locality,
    reason,
    source_file,
    source_row
from reviews_maybe_sooner
