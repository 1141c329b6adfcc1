select
    l.location_id as record_ref,
    'Not recorded' as market_segment,
    l.locality,
    case
        when l.service_type = 'Not recorded' then 'Its service type could not be read: it is in no market segment'
        else 'Its service type is not in service_types.csv: it is in no market segment'
    end as reason,
    l.source_file,
    l.source_row
from open_locations as l
left join service_types as t on t.kind = 'service type' and t.word = l.service_type
where l.is_council
  and t.word is null
