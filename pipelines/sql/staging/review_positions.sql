-- Each contract in force and when its contract review is due: the last completed review, or the start, plus the interval.
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
    o.display_name as lead,
    coalesce(o.leaves_on < $as_of, false) as is_lead_left,
    c.annual_value,
    c.interval_months,
    c.interval_reason,
    r.completed_on as last_completed_on,
    coalesce(r.completed_on, c.start_on) as counted_from,
    m.later_on as due_on,
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
join months_later as m
    on m.day = coalesce(r.completed_on, c.start_on)
    and m.months = c.interval_months
left join providers as p on p.provider_id = c.provider_id
left join officers as o on o.officer_id = c.lead_officer_id
left join review_exemptions as x
    on not c.has_chc_funded_people
    and x.effective_from <= $as_of
    and (x.effective_to is null or x.effective_to >= $as_of)
    and x.exemption = case
        when c.is_out_of_county then 'out-of-county'
        when p.is_nhs_exceptional_placement then 'nhs-exceptional-placement'
    end
