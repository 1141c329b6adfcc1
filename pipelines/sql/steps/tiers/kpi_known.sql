-- Locations with at least one KPI return measured, or one that came or is missing, in the window: without one there is no
-- known zero. is_met: at least one return was measured and not below standard.
with newest as (
    select
        provider_id,
        location_id,
        min(case when is_measured then days_since_due end) as measured_days,
        min(case when is_measured and not is_below then days_since_due end) as met_days,
        min(case when is_received or is_missing then days_since_due end) as due_days
    from kpi_returns
    group by provider_id, location_id
),
known as (
    select
        n.provider_id,
        n.location_id,
        r.rule_id,
        case when r.rule_id = 'kpis-below' and n.met_days < r.window_days then 1 else 0 end as met
    from newest as n
    join rules_in_force as r
        on (r.rule_id = 'kpis-below' and n.measured_days < r.window_days)
        or (r.rule_id = 'kpis-missing' and n.due_days < r.window_days)
),
placed as (
    select
        l.location_id,
        k.rule_id,
        k.met
    from known as k
    join open_locations as l on l.location_id = k.location_id
    union all
    select
        l.location_id,
        k.rule_id,
        k.met
    from known as k
    join open_locations as l on l.provider_id = k.provider_id
    where k.location_id is null
)
select
    location_id,
    rule_id,
    max(met) = 1 as is_met
from placed
group by location_id, rule_id
