-- Rows that were not kept and that no later file has settled, as known on the day. Once for each record that stands as
-- last known for such a row; once with a blank known_file where nothing was known of the record before.
select
    load_id,
    source,
    record,
    contract_ref,
    provider_id,
    location_id,
    reason,
    known_file,
    known_row,
    recorded_on,
    source_file,
    source_row
from refused_rows
where recorded_on <= $known_on
  and (superseded_on is null or superseded_on > $known_on)
