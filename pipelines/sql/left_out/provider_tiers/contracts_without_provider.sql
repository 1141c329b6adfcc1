select
    c.contract_ref as record_ref,
    c.market_segment,
    c.locality,
    case
        when c.provider_id is null then 'No provider id: the contract cannot be joined to a provider''s tier'
        else 'Its provider is not in providers'
    end as reason,
    c.source_file,
    c.source_row
from active_contracts_on_day as c
left join providers as p on p.provider_id = c.provider_id
where p.provider_id is null
