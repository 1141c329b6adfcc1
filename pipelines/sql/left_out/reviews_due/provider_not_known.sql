select
    c.contract_ref as record_ref,
    c.market_segment,
    c.locality,
    'Its provider is not in the register of providers: by that one''s quality tier the review may be due sooner' as reason,
    c.source_file,
    c.source_row
from active_contracts_on_day as c
left join providers as p on p.provider_id = c.provider_id
left join sources_received as s on s.source = 'providers'
where c.provider_id is not null
  and p.provider_id is null
  and s.source is not null
