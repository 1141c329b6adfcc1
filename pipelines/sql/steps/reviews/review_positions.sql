-- Each contract in force for which a rule of intervals is, and when its contract review is due: the later of the last
-- completed review and the start, plus the interval. A review from before the start is of an earlier agreement, so it does
-- not make a new contract late (Proposed here). Due is blank where neither day is known.
select
    h.contract_ref,
    h.title,
    h.provider_id,
    h.supplier_name,
    h.provider_name,
    h.market_segment,
    h.locality,
    h.contract_tier,
    c.quality_tier,
    h.lead,
    h.lead_state,
    h.is_lead_left,
    h.annual_value,
    c.interval_months,
    c.interval_reason,
    r.completed_on as last_completed_on,
    case when r.completed_on is null or c.start_on > r.completed_on then c.start_on else r.completed_on end as counted_from,
    d.day as due_on,
    x.exempt_reason,
    c.source_file,
    c.source_row,
    r.source_file as review_source_file,
    r.source_row as review_source_row
from review_intervals_on_day as c
join contract_heads as h
    on h.contract_ref = c.contract_ref
    and h.source_file = c.source_file
    and h.source_row = c.source_row
left join last_reviews as r
    on r.contract_ref = c.contract_ref
    and r.provider_id = coalesce(c.provider_id, '')
    and r.supplier_name = coalesce(c.supplier_name, '')
left join calendar_days as f
    on f.day = case when r.completed_on is null or c.start_on > r.completed_on then c.start_on else r.completed_on end
left join month_days as d
    on d.month_number = f.month_number + c.interval_months
    and d.day_of_month = f.day_of_month
left join providers as p on p.provider_id = c.provider_id
left join review_exemptions as x
    on not c.may_serve_chc
    and x.effective_from <= $as_of
    and (x.effective_to is null or x.effective_to >= $as_of)
    and x.exemption = case
        when c.is_out_of_county then 'out-of-county'
        when p.is_nhs_exceptional_placement then 'nhs-exceptional-placement'
    end
where c.interval_months is not null
