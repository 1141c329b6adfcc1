select
    n.record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'It names a location that is not in locations' as reason,
    n.source_file,
    n.source_row
from named_evidence as n
left join locations as l on l.location_id = n.location_id
where n.location_id is not null
  and l.location_id is null
  and n.is_later = 0
