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
