-- Columns that the newest files of each register had a heading for, as known on the day. Of a column without one the
-- register says nothing: that it is blank is not known.
with newest as (
    select
        source,
        max(received_on) as received_on
    from loads
    where received_on <= $known_on
      and refused_because is null
      and undone_at is null
      and source is not null
    group by source
)
select distinct
    c.source,
    c.field
from newest as n
join loads as l
    on l.source = n.source
    and l.received_on = n.received_on
    and l.refused_because is null
    and l.undone_at is null
join load_columns as c on c.load_id = l.load_id and c.source = l.source
