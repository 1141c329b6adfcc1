select
    r.review_ref as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    'Completed, but the day is not recorded: it resets no clock' as reason,
    r.source_file,
    r.source_row
from reviews as r
left join contract_places as c on c.contract_ref = r.contract_ref
where r.status = 'Completed'
  and r.completed_on is null
