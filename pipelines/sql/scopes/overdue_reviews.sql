-- Contracts in force whose review is not known to be due on the position date or later, and not exempt; and rows of contracts
-- and reviews that were not kept and of which nothing was known before.
select
    c.source_file,
    c.source_row
from active_contracts_on_day as c
left join review_positions as p on p.source_file = c.source_file and p.source_row = c.source_row
where p.exempt_reason is null
  and (p.due_on is null or p.due_on < $as_of)
  and exists (select 1 from visible_contracts as v where v.contract_ref = c.contract_ref and v.source_file = c.source_file and v.source_row = c.source_row)
union all
select
    r.source_file,
    r.source_row
from rows_refused as r
where r.known_file is null
  and r.source in ('contracts', 'reviews')
  and exists (select 1 from visible_records as v where v.source = r.source and v.source_file = r.source_file and v.source_row = r.source_row)
