select
    l.location_id as record_ref,
    l.market_segment,
    l.locality,
    'Regulated, but it has no CQC location id: its rating is not known' as reason,
    l.source_file,
    l.source_row
from open_locations as l
where l.is_regulated
  and l.cqc_location_id is null
