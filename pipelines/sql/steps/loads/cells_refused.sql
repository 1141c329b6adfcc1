-- Cells that could not be read, of rows in force as known on the day.
select
    load_id,
    source,
    record,
    field,
    reason,
    last_known,
    is_number,
    recorded_on,
    source_file,
    source_row
from refused_cells
where recorded_on <= $known_on
  and (superseded_on is null or superseded_on > $known_on)
