-- Cells refused as far as they may be looked at: an amount or a count only by a person who may see amounts and counts of people.
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
from cells_refused
where not is_number
union all
select
    c.load_id,
    c.source,
    c.record,
    c.field,
    c.reason,
    c.last_known,
    c.is_number,
    c.recorded_on,
    c.source_file,
    c.source_row
from cells_refused as c
where c.is_number
  and exists (select 1 from visible_values as v where v.value is not null)
  and exists (select 1 from visible_people as v where v.value is not null)
