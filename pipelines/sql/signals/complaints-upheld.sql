-- Complaints that were upheld, wholly or partly, by the answer or by the Ombudsman, whose decision carries no day of its
-- own. One counts from the day of the answer on, and for as long as the later of receipt and answer is in the window: one
-- that took more than a year to answer counts as well. An outcome without a day of the answer counts from receipt.
-- Proposed here.
with decided as (
    select
        location_id,
        provider_id,
        complaint_ref,
        case when responded_on > received_on then responded_on else received_on end as happened_on,
        outcome,
        lgsco_decision,
        category,
        source_file,
        source_row
    from complaints
    where responded_on is null or responded_on <= $as_of
)
select
    e.location_id,
    e.provider_id,
    1 as value,
    e.complaint_ref as record_ref,
    e.happened_on,
    case
        when exists (select 1 from rule_words as w where w.rule_id = 'complaints-upheld' and w.word = e.outcome)
            then e.outcome
        else 'Ombudsman: ' || e.lgsco_decision
    end || case when e.category is null then '' else ': ' || e.category end as detail,
    e.source_file,
    e.source_row
from decided as e
join rules_in_force as r on r.rule_id = 'complaints-upheld'
where exists (
    select 1
    from rule_words as w
    where w.rule_id = 'complaints-upheld'
      and (w.word = e.outcome or lower(trim(e.lgsco_decision)) like lower(w.word) || '%')
)
and date_diff('day', e.happened_on, $as_of) >= 0
and date_diff('day', e.happened_on, $as_of) < r.window_days
