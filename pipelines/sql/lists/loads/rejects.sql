-- title:       Rows not kept
-- question:    Which rows were not kept, and what is wrong with them?
-- counts:      Every fault of every row that failed a check, in files received by the day. A row can have several faults.
-- source:      The loader's own record.
-- limitations: The value is not shown: it may be personal. Look it up in the file.
select
    load_id,
    source,
    received_on,
    field,
    reason,
    source_file,
    source_row
from rejects
where received_on <= $known_on
order by received_on desc, source_file, source_row, field, reason, load_id
