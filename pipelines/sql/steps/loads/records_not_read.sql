-- One row for each record in force of which something could not be read: where the record stands, and what that is.
-- What was known before of an amount is not told here, since not everybody may see amounts.
with found as (
    select
        known_file as source_file,
        known_row as source_row,
        0 as kind,
        'newer row refused (' || source_file || ' row ' || cast(source_row as varchar) || ')' as words
    from rows_refused
    where known_file is not null
    union all
    select
        l.source_file,
        l.source_row,
        0 as kind,
        'newer tier decision not read (' || d.source_file || ' row ' || cast(d.source_row as varchar) || ')' as words
    from decisions_not_read as d
    join locations as l
        on l.location_id = d.location_id
        or (d.location_id is null and l.provider_id = d.provider_id)
    union all
    select
        source_file,
        source_row,
        1 as kind,
        replace(field, '_', ' ')
            || case when last_known is null or is_number then '' else ' (last known: ' || last_known || ')' end as words
    from cells_refused
)
select
    source_file,
    source_row,
    string_agg(words, '; ' order by kind, words) as not_read
from found
group by source_file, source_row
