-- Locations that a person may see: in their areas and segments and, where they are limited to bodies or officers, of the
-- providers that those have a contract with. The council's own, open or not, and those known only from CQC.
with placed as (
    select
        l.location_id,
        l.provider_id,
        p.market_segment,
        p.locality,
        l.source_file,
        l.source_row
    from locations as l
    join location_places as p on p.location_id = l.location_id
    union all
    select
        location_id,
        provider_id,
        market_segment,
        locality,
        source_file,
        source_row
    from open_locations
    where not is_council
)
select
    l.location_id,
    l.provider_id,
    l.source_file,
    l.source_row
from placed as l
where (
    not exists (select 1 from rights as r where r.kind = 'area')
    or exists (select 1 from rights as r where r.kind = 'area' and r.value = l.locality)
)
and (
    not exists (select 1 from rights as r where r.kind = 'segment')
    or exists (select 1 from rights as r where r.kind = 'segment' and r.value = l.market_segment)
)
and (
    not exists (select 1 from rights as r where r.kind = 'body' or r.kind = 'officer')
    or exists (select 1 from held_contracts as c where c.provider_id = l.provider_id)
)
