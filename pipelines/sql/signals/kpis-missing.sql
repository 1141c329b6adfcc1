-- KPI returns that had not come by the end of the day they were due, by that day.
select
    e.location_id,
    e.provider_id,
    1 as value,
    e.contract_ref || ' ' || e.kpi_code as record_ref,
    e.period_end as happened_on,
    e.kpi_name || ' not returned' as detail,
    e.source_file,
    e.source_row
from kpi_returns as e
join rules_in_force as r on r.rule_id = 'kpis-missing' and e.days_since_due < r.window_days
where e.is_missing
