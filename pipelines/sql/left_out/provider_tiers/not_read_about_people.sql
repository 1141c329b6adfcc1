-- The same, of what counts people: for those who may see such counts.
select
    n.record_ref,
    case when min(l.market_segment) = max(l.market_segment) then min(l.market_segment) else 'Not recorded' end as market_segment,
    case when min(l.locality) = max(l.locality) then min(l.locality) else 'Not recorded' end as locality,
    n.detail as reason,
    n.source_file,
    n.source_row
from evidence_not_read as n
join open_locations as l on l.location_id = n.location_id
where n.rule_id in ('complaints-upheld', 'enquiries-risk', 'whole-service-enquiry', 'incidents-serious')
  and exists (select 1 from visible_people as v)
group by n.record_ref, n.detail, n.source_file, n.source_row
