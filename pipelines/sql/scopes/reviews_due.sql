-- Contracts that had begun, or may have, and of which nothing says that they are void or over; and rows of contracts that were
-- not kept and of which nothing was known before.
select
    c.source_file,
    c.source_row
from contracts as c
left join contract_statuses as s
    on s.status = c.status
    and s.effective_from <= $as_of
    and (s.effective_to is null or s.effective_to >= $as_of)
where (c.start_on is null or c.start_on <= $as_of)
  and (c.ended_on is null or c.ended_on >= $as_of)
  and coalesce(s.meaning, 'by its dates') not in ('never', 'ended')
  and (
      c.ended_on is not null
      or s.meaning = 'in use'
      or c.current_end_on >= $as_of
      or (c.current_end_on is null and (c.original_end_on is null or c.original_end_on >= $as_of))
      or c.refused_columns like '% current_end_on %'
      or c.refused_columns like '% status %'
  )
  and exists (select 1 from visible_contracts as v where v.contract_ref = c.contract_ref and v.source_file = c.source_file and v.source_row = c.source_row)
union all
select
    r.source_file,
    r.source_row
from rows_refused as r
where r.known_file is null
  and r.source = 'contracts'
  and exists (select 1 from visible_records as v where v.source = r.source and v.source_file = r.source_file and v.source_row = r.source_row)
