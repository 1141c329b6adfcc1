-- title:       Overdue contract reviews
-- question:    Which contracts should have had their review by now and have not?
-- counts:      Contracts in force on the position date, not exempt, due before it. Due: the later of the last completed
--              contract review and the start, plus the interval; not known where neither day is, and then first. Planned, postponed and cancelled reviews do not count. One completed after
--              the position date still counts as overdue: this is the register as it stood.
-- source:      Contracts register, contract tierings, reviews, tier decisions, providers, officers.
-- limitations: Flags and leads are as known, not as they were on the position date.
select
    r.contract_ref,
    r.title,
    r.provider_id,
    r.provider_name,
    r.market_segment,
    r.locality,
    r.contract_tier,
    r.lead,
    r.lead_state,
    r.is_lead_left,
    r.annual_value,
    r.interval_months,
    r.last_completed_on,
    r.due_on,
    date_diff('day', r.due_on, $as_of) as days_overdue,
    coalesce(b.overdue_band, 'Not known') as overdue_band,
    r.source_file,
    r.source_row
from review_positions as r
left join overdue_bands as b
    on date_diff('day', r.due_on, $as_of) >= b.from_days
    and (b.below_days is null or date_diff('day', r.due_on, $as_of) < b.below_days)
    and b.effective_from <= $as_of
    and (b.effective_to is null or b.effective_to >= $as_of)
where r.exempt_reason is null
  and (r.due_on is null or r.due_on < $as_of)
  and ($market_segment is null or r.market_segment = $market_segment)
  and ($locality is null or r.locality = $locality)
order by r.due_on nulls first, r.contract_ref, r.provider_name, r.source_file, r.source_row
