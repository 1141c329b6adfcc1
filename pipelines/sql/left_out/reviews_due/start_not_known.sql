select
    contract_ref as record_ref,
    market_segment,
    locality,
    'Neither its start nor a review is known: it is overdue since a day that is not known' as reason,
    source_file,
    source_row
from review_positions
where due_on is null
  and exempt_reason is null
