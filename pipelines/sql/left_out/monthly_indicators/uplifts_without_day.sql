select
    u.uplift_ref as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    'Decided, but the day is not recorded' as reason,
    u.source_file,
    u.source_row
from uplifts as u
left join contract_places as c on c.contract_ref = u.contract_ref
where u.decision is not null
  and u.decided_on is null
