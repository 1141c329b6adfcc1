-- Open locations of which a tier of concern is recorded: one above the lowest.
select
    l.location_id
from locations as l
join recorded_tier_of_location as t on t.location_id = l.location_id
where t.tier_rank > (select min(tier_rank) from tiers_in_force)
  and exists (select 1 from visible_locations as v where v.location_id = l.location_id)
