-- The council's locations that are open on the day, or may be; and rows of locations that were not kept and of which nothing
-- was known before.
select
    l.source_file,
    l.source_row
from locations as l
where (l.opened_on is null or l.opened_on <= $as_of)
  and (l.closed_on is null or l.closed_on > $as_of)
  and exists (select 1 from visible_locations as v where v.location_id = l.location_id)
union all
select
    r.source_file,
    r.source_row
from rows_refused as r
where r.known_file is null
  and r.source = 'locations'
  and exists (select 1 from visible_records as v where v.source = r.source and v.source_file = r.source_file and v.source_row = r.source_row)
