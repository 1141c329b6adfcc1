-- title:       New contracts issued
-- question:    Which contracts were issued in each month?
-- counts:      Contracts signed in the month; where the day of signing is blank, those that start in the month, and the
--              detail says so. One that has ended since counts as well, whatever is known of its end. Void contracts do not.
-- source:      Contracts register.
-- limitations: A contract that came by novation cannot be told from a new one. One whose day of signing could not be read
--              is left out.
select
    m.month,
    c.market_segment,
    c.locality,
    c.contract_ref,
    c.provider_id,
    c.contract_ref as record_ref,
    coalesce(c.signed_on, c.start_on) as happened_on,
    case
        when c.contract_type is not null then c.contract_type
        when c.refused_columns like '% contract_type %' then 'Type not known'
        else 'Type not recorded'
    end || case
        when c.signed_on is null then ', by start date: no day of signing'
        else ''
    end as detail,
    c.source_file,
    c.source_row
from contract_spans as c
join months_shown as m
    on coalesce(c.signed_on, c.start_on) >= m.month
    and coalesce(c.signed_on, c.start_on) <= m.month_end
where not coalesce(c.refused_columns like '% signed_on %', false)
