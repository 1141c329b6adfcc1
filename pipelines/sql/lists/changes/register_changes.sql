-- title:       What changed in a register
-- question:    Which records are new, gone or changed between two days of what was known?
-- counts:      New: known on the later day and not on the earlier. Gone: the other way round. Changed: known on both, with another
--              value in some column that is not part of the key.
-- source:      Every register, by file and row; of a record that is gone, where it last stood.
-- limitations: Spend has no key, so its lines have no changes. A record that changed and changed back is the same. Where a
--              register is received in parts, name them when they are loaded, or the parts close each other's records.
select
    source,
    record,
    change,
    what_changed,
    changed_on,
    source_file,
    source_row
from record_changes
where $source is null or source = $source
order by source, change, record
