-- title:       Contracts ended
-- question:    Which contracts ended in each month, and why?
-- counts:      Contracts whose last day is in the month: the day they ended, else the end in the register unless the status
--              says that they are still in use. By reason.
-- source:      Contracts register.
-- limitations: A contract that ended on a day that is not known cannot be placed in a month; it is listed as left out.
select
    m.month,
    c.market_segment,
    c.locality,
    c.contract_ref,
    c.provider_id,
    c.contract_ref as record_ref,
    c.last_day as happened_on,
    case
        when c.end_reason is not null then c.end_reason
        when c.refused_columns like '% end_reason %' then 'Reason not known'
        else 'Reason not recorded'
    end as detail,
    c.source_file,
    c.source_row
from contract_spans as c
join months_shown as m on c.last_day >= m.month and c.last_day <= m.month_end
