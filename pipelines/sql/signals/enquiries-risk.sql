-- Enquiries that concluded with a risk, by the day they were concluded. One about a whole service is at least a
-- safeguarding enquiry, so it counts here once it is no longer open. Proposed here.
select
    e.location_id,
    e.provider_id,
    1 as value,
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
