select
    contract_ref as record_ref,
    market_segment,
    locality,
    case
        when refused_columns like '% annual_value %' then 'Its annual value could not be read: it is not in any sum of pounds'
        else 'No annual value: it is not in any sum of pounds'
    end as reason,
    source_file,
    source_row
from active_contracts_on_day
where annual_value is null
