select
    c.contract_ref as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Whole council') as locality,
    'Ended, but the day it ended is not recorded' as reason,
    c.source_file,
    c.source_row
from contracts as c
join contract_statuses as s
    on s.status = c.status
    and s.meaning = 'ended'
    and s.effective_from <= $as_of
    and (s.effective_to is null or s.effective_to >= $as_of)
where c.ended_on is null
  and (c.current_end_on is null or c.current_end_on > $as_of)
