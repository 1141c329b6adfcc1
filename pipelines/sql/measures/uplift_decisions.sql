-- title:       Uplift panel decisions
-- question:    What did the uplift panel decide in each month?
-- counts:      Decisions made in the month, by decision, whenever the application came.
-- source:      Uplift log.
-- limitations: A decision on a day that is not known is listed as left out.
select
    m.month,
    coalesce(p.market_segment, 'Not recorded') as market_segment,
    coalesce(p.locality, 'Not recorded') as locality,
    u.contract_ref,
    u.provider_id,
    u.uplift_ref as record_ref,
    u.decided_on as happened_on,
    case
        when u.decision is not null then u.decision
        when u.refused_columns like '% decision %' then 'Decision not known'
        else 'Decision not recorded'
    end as detail,
    u.source_file,
    u.source_row
from uplifts as u
join months_shown as m on u.decided_on >= m.month and u.decided_on <= m.month_end
left join contract_places as p on p.contract_ref = u.contract_ref
