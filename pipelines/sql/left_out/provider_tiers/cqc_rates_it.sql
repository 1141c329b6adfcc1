select
    l.location_id as record_ref,
    l.market_segment,
    l.locality,
    'The register says that it is not regulated, and CQC has rated it: the rating counts' as reason,
    l.source_file,
    l.source_row
from open_locations as l
join location_facts as f on f.location_id = l.location_id
where f.is_regulated
  and not f.is_said_to_be_regulated
