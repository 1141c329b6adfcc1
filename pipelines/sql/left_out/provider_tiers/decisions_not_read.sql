-- A decision about a tier whose word or day could not be read, or whose row was refused: the one before it stands.
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
union all
select
    coalesce(r.location_id, r.provider_id) as record_ref,
    case when min(l.market_segment) = max(l.market_segment) then min(l.market_segment) else 'Not recorded' end as market_segment,
    case when min(l.locality) = max(l.locality) then min(l.locality) else 'Not recorded' end as locality,
    'A decision about its tier was refused: what was recorded before stands' as reason,
    r.source_file,
    r.source_row
from rows_refused as r
join open_locations as l
    on l.location_id = r.location_id
    or (r.location_id is null and l.provider_id = r.provider_id)
where r.source = 'tier_decisions'
group by r.location_id, r.provider_id, r.source_file, r.source_row
