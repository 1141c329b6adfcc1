-- An event of a case that could not be read may have opened a plan: the plan counts as open.
select
    c.case_ref as record_ref,
    coalesce(l.market_segment, 'Not recorded') as market_segment,
    coalesce(l.locality, 'Not recorded') as locality,
    'What happened could not be read: the plan of its case counts as open' as reason,
    c.source_file,
    c.source_row
from quality_cases as c
left join location_places as l on l.location_id = c.location_id
where c.event_on <= $as_of
  and c.event is null
union all
select
    coalesce(r.record, 'Not read') as record_ref,
    case when min(l.market_segment) = max(l.market_segment) then min(l.market_segment) else 'Not recorded' end as market_segment,
    case when min(l.locality) = max(l.locality) then min(l.locality) else 'Not recorded' end as locality,
    case
        when count(l.location_id) > 0 then 'A row of its case was refused: a plan counts as open at each location it is about'
        else 'A row of a case was refused, and no open location is known that it is about'
    end as reason,
    r.source_file,
    r.source_row
from rows_refused as r
left join open_locations as l
    on l.location_id = r.location_id
    or (r.location_id is null and l.provider_id = r.provider_id)
where r.source = 'quality_cases'
group by r.record, r.source_file, r.source_row
