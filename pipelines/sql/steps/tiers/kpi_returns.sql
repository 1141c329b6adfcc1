-- KPI returns due in the windows of the KPI rules: came or missing, and below standard or not. A return counts by the
-- day it is due. It came when a day of receipt has come, or when there is a value and no such day. One that has not come is
-- missing from the day after it was due. One that came without value or target is neither missing nor measured.
-- Below standard: less than the per cent of target that the KPI ratings ask for. Of a target of 0 or less a per cent says
-- nothing: below standard is what is worse than the target. Proposed here.
with limits as (
    select max(below_pct) as standard_pct
    from kpi_ratings
    where is_below_standard
      and effective_from <= $as_of
      and (effective_to is null or effective_to >= $as_of)
),
due as (
    select
        provider_id,
        location_id,
        contract_ref,
        kpi_code,
        coalesce(kpi_name, kpi_code) as kpi_name,
        period_end,
        due_on,
        date_diff('day', due_on, $as_of) as days_since_due,
        case
            when received_on is not null then received_on <= $as_of
            else value is not null
                or coalesce(refused_columns, '') like '% value %'
                or coalesce(refused_columns, '') like '% received_on %'
        end as is_received,
        value,
        target,
        better,
        refused_columns,
        source_file,
        source_row
    from kpis
    where due_on <= $as_of
      and date_diff('day', due_on, $as_of) < (
          select max(window_days) from rules_in_force where rule_id in ('kpis-below', 'kpis-missing')
      )
)
select
    d.provider_id,
    d.location_id,
    d.contract_ref,
    d.kpi_code,
    d.kpi_name,
    d.period_end,
    d.days_since_due,
    d.is_received,
    not d.is_received and d.due_on < $as_of as is_missing,
    d.is_received and d.value is not null and d.target is not null and d.better is not null as is_measured,
    d.is_received and coalesce(
        case
            when d.better = 'higher' and d.target > 0 then round(d.value * 100, 6) < round(d.target * l.standard_pct, 6)
            when d.better = 'higher' then d.value < d.target
            when d.better = 'lower' and d.target > 0 then round(d.target * 100, 6) < round(d.value * l.standard_pct, 6)
            when d.better = 'lower' then d.value > d.target
        end,
        false
    ) as is_below,
    d.refused_columns,
    d.source_file,
    d.source_row
from due as d
cross join limits as l
