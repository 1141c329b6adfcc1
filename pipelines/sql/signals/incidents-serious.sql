-- Serious and notifiable incidents. A word of the rule is the kind of concern; for an incident, with its severity.
select
    e.location_id,
    e.provider_id,
    1 as value,
    e.concern_ref as record_ref,
    e.raised_on as happened_on,
    w.word as detail,
    e.source_file,
    e.source_row
from concerns as e
join rule_words as w
    on w.rule_id = 'incidents-serious'
    and w.word = case
        when e.concern_type = 'Incident' then 'Incident: ' || coalesce(e.severity, 'Not known')
        else e.concern_type
    end
where date_diff('day', e.raised_on, $as_of) >= 0
  and date_diff('day', e.raised_on, $as_of) < w.window_days
