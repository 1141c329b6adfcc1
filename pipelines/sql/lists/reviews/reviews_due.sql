-- title:       Contract reviews due
-- question:    When is each contract's review due, and who holds none?
-- counts:      Every contract in force on the position date. Due: the later of the last completed contract review and the
--              start, plus the interval. Overdue: due before the position date, or since a day that is not known where
--              neither is. Due soon: within the days the rules set, the last of them included. Exempt: out-of-county
--              placements and NHS exceptional placement providers, unless they serve people with NHS continuing healthcare.
-- source:      Contracts register, contract tierings, reviews, tier decisions, providers, officers.
-- limitations: Flags and leads are as known. While no rule of intervals is in force, each contract is left out. A contract without a tier is reviewed at the interval for Not tiered.
select
    r.contract_ref,
    r.title,
    r.provider_id,
    r.provider_name,
    r.market_segment,
    r.locality,
    r.contract_tier,
    r.quality_tier,
    r.lead,
    r.lead_state,
    r.is_lead_left,
    r.annual_value,
    r.interval_months,
    r.interval_reason,
    r.last_completed_on,
    r.counted_from,
    r.due_on,
    case
        when r.exempt_reason is not null then 'exempt'
        when r.due_on is null or r.due_on < $as_of then 'overdue'
        when date_diff('day', $as_of, r.due_on) <= s.value then 'due soon'
        else 'not yet due'
    end as state,
    r.exempt_reason,
    case when r.exempt_reason is null and r.due_on < $as_of then date_diff('day', r.due_on, $as_of) end as days_overdue,
    case
        when r.exempt_reason is null and (r.due_on is null or r.due_on < $as_of)
            then coalesce(b.overdue_band, 'Not known')
    end as overdue_band,
    r.source_file,
    r.source_row,
    r.review_source_file,
    r.review_source_row
from review_positions as r
left join review_settings as s
    on s.name = 'due_soon_days'
    and s.effective_from <= $as_of
    and (s.effective_to is null or s.effective_to >= $as_of)
left join overdue_bands as b
    on r.exempt_reason is null
    and date_diff('day', r.due_on, $as_of) >= b.from_days
    and (b.below_days is null or date_diff('day', r.due_on, $as_of) < b.below_days)
    and b.effective_from <= $as_of
    and (b.effective_to is null or b.effective_to >= $as_of)
where ($market_segment is null or r.market_segment = $market_segment)
  and ($locality is null or r.locality = $locality)
order by r.due_on nulls first, r.contract_ref, r.provider_name, r.source_file, r.source_row
