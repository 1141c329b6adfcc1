-- Sources of which at least one file had been received and read. Absence of the others' rows means nothing.
select distinct source
from loads
where received_on <= $known_on
  and refused_because is null
  and undone_at is null
  and source is not null
