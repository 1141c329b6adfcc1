-- The day on which something happened beats a word for how it stands; a planned day, such as the end of a contract in use,
-- does not (Proposed here). Where the two disagree, the record is listed.
select
    contract_ref as record_ref,
    market_segment,
    locality,
    status || ', but it ended on a day that has come: the day counts' as reason,
    source_file,
    source_row
from contract_spans
where ended_on <= $as_of
  and meaning <> 'ended'
  and status is not null
union all
select
    contract_ref as record_ref,
    market_segment,
    locality,
    status || ', but the day it ended is still to come: the day counts' as reason,
    source_file,
    source_row
from contract_spans
where ended_on > $known_on
  and meaning = 'ended'
union all
select
    r.change_ref as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    r.stage || ', but it took effect on a day that has come: the day counts' as reason,
    r.source_file,
    r.source_row
from contract_changes as r
left join contract_places as c on c.contract_ref = r.contract_ref
where r.implemented_on <= $as_of
  and r.stage <> 'Implemented'
union all
select
    p.procurement_ref as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    p.stage || ', but it ended on a day that has come: the day counts' as reason,
    p.source_file,
    p.source_row
from procurement_spans as p
left join contract_places as c on c.contract_ref = p.replaces_contract_ref
where p.ended_on <= $as_of
  and p.stage not in ('Completed', 'Abandoned')
