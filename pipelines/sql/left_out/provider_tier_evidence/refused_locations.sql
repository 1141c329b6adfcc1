-- Locations whose only row was refused: whether they are open is not known.
select
    coalesce(r.record, 'Not read') as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'Its row was refused, and nothing was known of the location before' as reason,
    r.source_file,
    r.source_row
from rows_refused as r
where r.source = 'locations'
  and r.known_file is null
