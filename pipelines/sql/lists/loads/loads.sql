-- title:       Data loads
-- question:    Which files were received, and what became of their rows?
-- counts:      Every file received by the day: read = kept + rejected + blank.
-- source:      The loader's own record.
-- limitations: A file that could not be read at all says why, and has no rows. A load that was undone stays listed and counts
--              as never received; what the others changed is as it was reported when they were loaded.
select
    load_no,
    load_id,
    source,
    file,
    file_hash,
    part,
    received_on,
    loaded_at,
    encoding,
    line_ends,
    header_row,
    read_count,
    kept_count,
    rejected_count,
    blank_count,
    new_count,
    changed_count,
    gone_count,
    same_count,
    refused_cells_count,
    refused_because,
    dropped_columns,
    warnings,
    replaced_by,
    undone_at
from loads
where received_on <= $known_on
order by load_no desc
