select distinct
    record_ref,
    market_segment,
    locality,
    reason,
    source_file,
    source_row
from records_not_counted
