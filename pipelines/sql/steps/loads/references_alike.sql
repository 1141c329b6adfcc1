-- References that differ from one of a register only in capitals, dashes or spaces: of its own records, where
-- the two are two records, and of another register's, where it finds none. `nearest` says which one is meant and where it
-- stands; of an officer, who is a person, only where.
with spelled as (
    select
        k.source,
        k.field,
        k.named,
        s.spelling,
        k.source_file,
        k.source_row
    from own_references as k
    join reference_spellings as s on s.written_as = k.named
),
looking as (
    select
        source,
        field,
        source as target,
        named,
        spelling,
        source_file,
        source_row
    from spelled
    union all
    select
        u.source,
        u.field,
        u.target,
        u.named,
        s.spelling,
        u.source_file,
        u.source_row
    from unknown_references as u
    join reference_spellings as s on s.written_as = u.named
    union all
    select
        'cqc_ratings' as source,
        'cqc_location_id' as field,
        'locations' as target,
        r.cqc_location_id as named,
        s.spelling,
        r.source_file,
        r.source_row
    from cqc_ratings as r
    join reference_spellings as s on s.written_as = r.cqc_location_id
),
found as (
    select
        l.source,
        l.field,
        l.target,
        l.source_file,
        l.source_row,
        case when l.target = 'officers' then '' else k.named || ', ' end
        || k.source_file || ' row ' || cast(k.source_row as varchar) as nearest,
        row_number() over (
            partition by l.source, l.field, l.source_file, l.source_row order by k.named, k.source_file, k.source_row
        ) as place
    from looking as l
    join spelled as k on k.source = l.target and k.spelling = l.spelling and k.named <> l.named
)
select
    source,
    field,
    target,
    nearest,
    source_file,
    source_row
from found
where place = 1
