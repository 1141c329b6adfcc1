-- Before the first rule there is nothing to hold a location against.
select
    l.location_id as record_ref,
    l.market_segment,
    l.locality,
    'No tier rule was in force on the day' as reason,
    l.source_file,
    l.source_row
from open_locations as l
where not exists (select 1 from rules_in_force)
