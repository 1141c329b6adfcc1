select
    contract_ref as record_ref,
    market_segment,
    locality,
    case
        when market_segment = 'Not known' then 'Its market segment could not be read: it is in no segment''s figures'
        else 'No market segment: it is in no segment''s figures'
    end as reason,
    source_file,
    source_row
from active_contracts_on_day
where market_segment in ('Not known', 'Not recorded')
