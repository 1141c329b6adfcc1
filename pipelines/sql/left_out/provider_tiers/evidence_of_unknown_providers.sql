select
    n.record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'It names no location, and its provider is not in providers' as reason,
    n.source_file,
    n.source_row
from named_evidence as n
left join providers as p on p.provider_id = n.provider_id
where n.location_id is null
  and p.provider_id is null
  and n.is_later = 0
