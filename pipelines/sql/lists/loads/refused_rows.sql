-- title:       Rows refused
-- question:    Which rows could not be kept, and are still not put right?
-- counts:      Every row that was not kept, until a later file says what it should have said. Its record stays as last known;
--              where nothing was known of it before, it is in no figure. Those come first.
-- source:      The loader's own record.
-- limitations: A reason tells the value found only where that is a date, an amount, a count or a word of a list. Settled is
--              blank, since what was settled is not listed.
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
    cast(null as date) as superseded_on,
    source_file,
    source_row
from rows_refused
order by case when known_row is null then 0 else 1 end, recorded_on desc, source, source_file, source_row, record, known_file, known_row, load_id
