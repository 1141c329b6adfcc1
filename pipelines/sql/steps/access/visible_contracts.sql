-- Contracts that a person may see: of their bodies and officers, and in their areas and segments.
select
    c.contract_ref,
    coalesce(c.provider_id, '') as provider_id,
    c.source_file,
    c.source_row
from held_contracts as c
where (
    not exists (select 1 from rights as r where r.kind = 'area')
    or exists (select 1 from rights as r where r.kind = 'area' and r.value = c.locality)
)
and (
    not exists (select 1 from rights as r where r.kind = 'segment')
    or exists (select 1 from rights as r where r.kind = 'segment' and r.value = c.market_segment)
)
