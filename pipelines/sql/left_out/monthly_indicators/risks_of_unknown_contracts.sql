select
    r.risk_ref as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'Its contract is not in the register' as reason,
    r.source_file,
    r.source_row
from risks as r
left join contract_places as c on c.contract_ref = r.contract_ref
where r.contract_ref is not null
  and c.contract_ref is null
