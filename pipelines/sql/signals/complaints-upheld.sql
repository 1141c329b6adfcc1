-- Complaints upheld or partly upheld, answered by the position date, in the window.
select
    e.location_id,
    e.provider_id,
    1 as value,
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
