-- title:       Cells refused
-- question:    Which cells of rows that were kept could not be read, and are still not put right?
-- counts:      Every cell that could not be read, of rows in force. Its value is not known: neither blank nor zero, and no
--              figure counts what an earlier file had there.
-- source:      The loader's own record.
-- limitations: A reason tells the value found only where that is a date, an amount, a count or a word of a list. What concerns
--              an amount or a count is listed only for a person who may see both. Settled is blank: what was settled is not listed.
select
    load_id,
    source,
    record,
    field,
    reason,
    last_known,
    is_number,
    recorded_on,
    cast(null as date) as superseded_on,
    source_file,
    source_row
from cells_shown
order by recorded_on desc, source, field, source_file, source_row, record, load_id
