select
    c.contract_ref as record_ref,
    c.market_segment,
    c.locality,
    'Its start is outside the years of the calendar: no review can be due' as reason,
    c.source_file,
    c.source_row
from active_contracts_on_day as c
left join calendar_months as m on c.start_on >= m.month and c.start_on <= m.month_end
where m.month is null
