-- Every provider that an open location is, or has been, of. until_on: the day from which the register names another
-- provider; blank for the present one. A record about a whole provider is about the locations that it had then.
select
    l.location_id,
    l.provider_id,
    cast(null as date) as until_on
from open_locations as l
where l.provider_id is not null
union all
select
    l.location_id,
    h.provider_id,
    max(h.superseded_on) as until_on
from open_locations as l
join locations_history as h on h.location_id = l.location_id and h.provider_id <> l.provider_id
where l.is_council
  and h.recorded_on <= $known_on
  and h.superseded_on <= $known_on
group by l.location_id, h.provider_id
