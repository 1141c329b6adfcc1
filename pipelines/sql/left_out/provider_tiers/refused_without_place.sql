-- Rows that were refused and name no location or provider with a location that is open.
select
    coalesce(r.record, 'Not read') as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'A row of ' || r.source || ' was refused, and no open location is known that it is about' as reason,
    r.source_file,
    r.source_row
from rows_refused as r
where r.source in ('complaints', 'concerns', 'notices', 'kpis', 'assessments', 'tier_decisions')
  and exists (select 1 from visible_people as v)
  and not exists (
      select 1
      from open_locations as l
      where l.location_id = r.location_id or (r.location_id is null and l.provider_id = r.provider_id)
  )
