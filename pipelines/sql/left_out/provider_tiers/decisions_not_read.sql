-- A decision about a tier whose word could not be read: the one before it stands.
select
    coalesce(d.location_id, d.provider_id) as record_ref,
    coalesce(l.market_segment, 'Not recorded') as market_segment,
    coalesce(l.locality, 'Not recorded') as locality,
    'The tier that was recorded, or the day, could not be read: the decision before it stands' as reason,
    d.source_file,
    d.source_row
from tier_decisions as d
left join location_places as l on l.location_id = d.location_id
where d.recorded_tier is null
   or d.decided_on is null
