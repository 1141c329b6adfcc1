select
    r.change_ref as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    r.stage || ', but the day is not recorded' as reason,
    r.source_file,
    r.source_row
from contract_changes as r
left join contract_places as c on c.contract_ref = r.contract_ref
where (r.stage = 'Implemented' and r.implemented_on is null)
   or (r.stage in ('Rejected', 'Withdrawn') and r.decided_on is null)
