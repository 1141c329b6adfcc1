-- Records that count once each in a tier rule, as their sources have them: complaints, concerns, notices and KPI returns.
select
    w.rule_id,
    e.provider_id,
    e.location_id,
    e.complaint_ref as record_ref,
    e.received_on as happened_on,
    e.outcome || ': ' || e.category as detail,
    e.source_file,
    e.source_row
from complaints as e
join rule_words as w on w.rule_id = 'complaints-upheld' and w.word = e.outcome
where date_diff('day', e.received_on, $as_of) >= 0
  and date_diff('day', e.received_on, $as_of) < w.window_days
  and (e.responded_on is null or e.responded_on <= $as_of)
union all
select
    w.rule_id,
    e.provider_id,
    e.location_id,
    e.concern_ref as record_ref,
    e.concluded_on as happened_on,
    e.concern_type || ' concluded with a risk' as detail,
    e.source_file,
    e.source_row
from concerns as e
join rule_words as w on w.rule_id = 'enquiries-risk' and w.word = e.concern_type
where e.is_risk_identified
  and date_diff('day', e.concluded_on, $as_of) >= 0
  and date_diff('day', e.concluded_on, $as_of) < w.window_days
union all
select
    w.rule_id,
    e.provider_id,
    e.location_id,
    e.concern_ref as record_ref,
    e.raised_on as happened_on,
    case when w.rule_id = 'whole-service-enquiry' then e.concern_type || ' open' else w.word end as detail,
    e.source_file,
    e.source_row
from concerns as e
join rule_words as w
    on w.rule_id in ('incidents-serious', 'whole-service-enquiry')
    and w.word = case
        when e.concern_type = 'Incident' then 'Incident: ' || coalesce(e.severity, 'Not known')
        else e.concern_type
    end
where date_diff('day', e.raised_on, $as_of) >= 0
  and (w.window_days is null or date_diff('day', e.raised_on, $as_of) < w.window_days)
  and (w.rule_id <> 'whole-service-enquiry' or e.concluded_on is null or e.concluded_on > $as_of)
union all
select
    w.rule_id,
    e.provider_id,
    e.location_id,
    e.notice_ref as record_ref,
    e.issued_on as happened_on,
    e.notice_type || ': ' || e.reason_code as detail,
    e.source_file,
    e.source_row
from notices as e
join rule_words as w
    on w.rule_id in ('notice-rectification', 'notice-default', 'suspension')
    and w.word = e.notice_type
where e.issued_on <= $as_of
  and (w.rule_id <> 'suspension' or coalesce(e.effective_on, e.issued_on) <= $as_of)
  and (e.closed_on is null or e.closed_on > $as_of)
union all
select
    r.rule_id,
    e.provider_id,
    e.location_id,
    e.contract_ref || ' ' || e.kpi_code as record_ref,
    e.period_end as happened_on,
    e.kpi_name || case when e.is_received then ' below standard' else ' not returned' end as detail,
    e.source_file,
    e.source_row
from kpi_returns as e
join rules_in_force as r
    on r.rule_id = case when e.is_below then 'kpis-below' when not e.is_received then 'kpis-missing' end
    and e.days_since_due < r.window_days
