-- A decision about a tier whose word or day could not be read, or whose row was refused: the one before it stands.
select
    coalesce(d.location_id, d.provider_id) as record_ref,
    case
        when min(l.market_segment) = max(l.market_segment) then min(l.market_segment)
        else 'Not recorded'
    end as market_segment,
    case when min(l.locality) = max(l.locality) then min(l.locality) else 'Not recorded' end as locality,
    case
        when d.is_refused then 'A decision about its tier was refused: what was recorded before stands'
        else 'The tier that was recorded, or the day, could not be read: the decision before it stands'
    end as reason,
    d.source_file,
    d.source_row
from decisions_not_read as d
left join open_locations as l
    on l.location_id = d.location_id
    or (d.location_id is null and l.provider_id = d.provider_id)
where not d.is_refused
   or l.location_id is not null
group by d.location_id, d.provider_id, d.is_refused, d.source_file, d.source_row
