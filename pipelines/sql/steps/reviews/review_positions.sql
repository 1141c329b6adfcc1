-- Each contract in force for which a rule of intervals is, and when its contract review is due: the later of the last
-- completed review and the start, plus the interval. A review from before the start is of an earlier agreement, so it does
-- not make a new contract late (Proposed here). Due is blank where neither day is known.
-- A lead: named; not in officers, and then shown by the id in the register; has left; none; or not known, where it could
-- not be read.
select
    c.contract_ref,
    c.title,
    c.provider_id,
    c.supplier_name,
    coalesce(p.provider_name, c.supplier_name, c.provider_id) as provider_name,
    c.market_segment,
    c.locality,
    c.contract_tier,
    c.quality_tier,
    coalesce(o.display_name, c.lead_officer_id) as lead,
    case
        when c.refused_columns like '% lead_officer_id %' then 'not known'
        when c.lead_officer_id is null then 'none'
        when o.officer_id is null then 'not in officers'
        when o.leaves_on < $as_of then 'has left'
        else 'named'
    end as lead_state,
    coalesce(o.leaves_on < $as_of, false) as is_lead_left,
    c.annual_value,
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
left join last_reviews as r
    on r.contract_ref = c.contract_ref
    and r.provider_id = coalesce(c.provider_id, '')
    and r.supplier_name = coalesce(c.supplier_name, '')
left join calendar_days as f
    on f.day = case when r.completed_on is null or c.start_on > r.completed_on then c.start_on else r.completed_on end
left join calendar_months as m on m.month_number = f.month_number + c.interval_months
left join calendar_days as d
    on d.month_number = m.month_number
    and d.day_of_month = case when f.day_of_month < m.days then f.day_of_month else m.days end
left join providers as p on p.provider_id = c.provider_id
left join officers as o on o.officer_id = c.lead_officer_id
left join review_exemptions as x
    on not c.may_serve_chc
    and x.effective_from <= $as_of
    and (x.effective_to is null or x.effective_to >= $as_of)
    and x.exemption = case
        when c.is_out_of_county then 'out-of-county'
        when p.is_nhs_exceptional_placement then 'nhs-exceptional-placement'
    end
where c.interval_months is not null
