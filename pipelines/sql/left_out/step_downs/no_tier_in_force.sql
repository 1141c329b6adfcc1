-- Before the first tier in the rules nobody can say which is of concern.
select
    l.location_id as record_ref,
    l.market_segment,
    l.locality,
    'A tier is recorded, and no tier was in force on the day' as reason,
    l.source_file,
    l.source_row
from open_locations as l
join recorded_tier_of_location as d on d.location_id = l.location_id
where not exists (select 1 from tiers_in_force)
