select
    n.record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'It names no location, and its provider has none that is open: it counts at none' as reason,
    n.source_file,
    n.source_row
from named_evidence as n
join providers as p on p.provider_id = n.provider_id
left join open_locations as l on l.provider_id = n.provider_id
where n.location_id is null
  and l.location_id is null
  and n.is_later = 0
