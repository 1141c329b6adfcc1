-- title:       Active provider contracts
-- question:    How many contracts were in force at the end of each month?
-- counts:      Contracts that had begun by the month's last day and whose last day is blank or not before it. Suspended,
--              notice given and expired but still in use count. Void never counts. One row for each provider on a
--              framework.
-- source:      Contracts register.
-- limitations: The status is as known, not as it was in the month. A start that is not known counts as past, and a status
--              or an end that could not be read ends nothing. Ended on a day that is not known: left out of every month.
select
    m.month,
    c.market_segment,
    c.locality,
    c.contract_ref,
    c.provider_id,
    c.contract_ref as record_ref,
    cast(null as date) as happened_on,
    case
        when c.contract_type is not null then c.contract_type
        when c.refused_columns like '% contract_type %' then 'Type not known'
        else 'Type not recorded'
    end || case
        when c.end_on < m.month_end then ', past its end date'
        else ''
    end as detail,
    c.source_file,
    c.source_row
from contract_spans as c
join months_shown as m
    on (c.start_on is null or c.start_on <= m.month_end)
    and (c.last_day is null or c.last_day >= m.month_end)
    and not c.is_unplaced
