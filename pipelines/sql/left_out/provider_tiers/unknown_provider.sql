select
    l.location_id as record_ref,
    l.market_segment,
    l.locality,
    'Its provider is not in providers: nothing is known of its finances' as reason,
    l.source_file,
    l.source_row
from open_locations as l
left join providers as p on p.provider_id = l.provider_id
where l.is_council
  and p.provider_id is null
