-- title:       Uplift panel applications
-- question:    Which applications for a higher fee came in each month?
-- counts:      Applications received in the month. A decision may belong to an earlier month's application, so these and
--              the decisions need not agree.
-- source:      Uplift log.
-- limitations: An application without a contract has no segment or area. One received on a day that is not known is listed
--              as left out.
select
    m.month,
    coalesce(p.market_segment, 'Not recorded') as market_segment,
    coalesce(p.locality, 'Not recorded') as locality,
    u.contract_ref,
    u.provider_id,
    u.uplift_ref as record_ref,
    u.received_on as happened_on,
    case when u.decided_on <= $as_of then 'Decided' else 'Waiting' end as detail,
    u.source_file,
    u.source_row
from uplifts as u
join months_shown as m on u.received_on >= m.month and u.received_on <= m.month_end
left join contract_places as p on p.contract_ref = u.contract_ref
