-- Locations with at least one KPI return measured, or due, in the window: without one there is no known zero.
with newest as (
    select
        provider_id,
        location_id,
        min(case when is_measured then days_since_due end) as measured_days,
        min(days_since_due) as due_days
    from kpi_returns
    group by provider_id, location_id
),
known as (
    select
        n.provider_id,
        n.location_id,
        r.rule_id
    from newest as n
    join rules_in_force as r
        on (r.rule_id = 'kpis-below' and n.measured_days < r.window_days)
        or (r.rule_id = 'kpis-missing' and n.due_days < r.window_days)
)
select
    l.location_id,
    k.rule_id
from known as k
join open_locations as l on l.location_id = k.location_id
union
select
    l.location_id,
    k.rule_id
from known as k
join open_locations as l on l.provider_id = k.provider_id
where k.location_id is null
