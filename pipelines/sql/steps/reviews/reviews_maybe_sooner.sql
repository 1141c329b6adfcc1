-- Contracts in force whose review may be due sooner than is shown, or is counted by the shortest interval, since the quality
-- tier of their provider is not known: once for each reason.
select
    contract_ref,
    market_segment,
    locality,
    'A newer decision about its provider''s quality tier could not be read: it is reviewed at the shortest interval' as reason,
    source_file,
    source_row
from review_positions
where quality_tier = 'Not known'
union all
select
    c.contract_ref,
    c.market_segment,
    c.locality,
    'Its provider is not in the register of providers: by that one''s quality tier the review may be due sooner' as reason,
    c.source_file,
    c.source_row
from active_contracts_on_day as c
join sources_received as s on s.source = 'providers'
left join providers as p on p.provider_id = c.provider_id
where c.provider_id is not null
  and p.provider_id is null
