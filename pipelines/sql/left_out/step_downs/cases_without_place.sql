select
    c.case_ref as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    case
        when c.location_id is not null then 'It names a location that is not in locations'
        else 'It names no location, and its provider is not in providers'
    end as reason,
    c.source_file,
    c.source_row
from quality_cases as c
left join locations as l on l.location_id = c.location_id
left join providers as p on p.provider_id = c.provider_id
where c.event_on <= $as_of
  and l.location_id is null
  and (c.location_id is not null or p.provider_id is null)
