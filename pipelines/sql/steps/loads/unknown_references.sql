-- References from one register to another that name nothing there. Only where the other was received: without it, every
-- reference would be unknown.
select
    n.source,
    n.field,
    n.target,
    n.named,
    n.source_file,
    n.source_row
from named_references as n
join sources_received as r on r.source = n.target
where not exists (
    select 1
    from own_references as o
    where o.source = n.target
      and o.field = n.target_field
      and o.named = n.named
)
