select
    contract_ref as record_ref,
    market_segment,
    locality,
    'No lead: nobody is named to hold its review' as reason,
    source_file,
    source_row
from active_contracts_on_day
where lead_officer_id is null
