select
    contract_ref as record_ref,
    market_segment,
    locality,
    case lead_state
        when 'not known' then 'Its lead could not be read'
        when 'not in officers' then 'Its lead is not in officers: nobody is named to hold its review'
        else 'No lead: nobody is named to hold its review'
    end as reason,
    source_file,
    source_row
from review_positions
where lead_state in ('none', 'not known', 'not in officers')
