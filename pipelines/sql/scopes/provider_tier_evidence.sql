-- Every rule in force at every location that is open on the day.
select
    l.location_id,
    r.rule_id
from locations as l
cross join rules_in_force as r
where (l.opened_on is null or l.opened_on <= $as_of)
  and (l.closed_on is null or l.closed_on > $as_of)
  and exists (select 1 from visible_locations as v where v.location_id = l.location_id)
  and exists (select 1 from visible_findings as v where v.location_id = l.location_id and v.rule_id = r.rule_id)
