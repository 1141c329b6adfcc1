-- Segment and area of each of the council's locations, open or not, for records that name only the location.
select
    l.location_id,
    coalesce(t.market_segment, 'Not recorded') as market_segment,
    coalesce(l.locality, 'Not recorded') as locality
from locations as l
left join service_types as t on t.kind = 'service type' and t.word = l.service_type
