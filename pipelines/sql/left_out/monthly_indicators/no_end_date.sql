select
    contract_ref as record_ref,
    market_segment,
    locality,
    'No end date: it is never counted as ended' as reason,
    source_file,
    source_row
from active_contracts_on_day
where end_on is null
  and not coalesce(refused_columns like '% current_end_on %', false)
