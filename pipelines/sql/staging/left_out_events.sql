-- Reviews, changes, uplifts and risks that a figure could not use.
select
    'overdue_reviews' as question,
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
union all
select
    'overdue_reviews' as question,
    r.review_ref as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'Its contract is not in the register' as reason,
    r.source_file,
    r.source_row
from reviews as r
left join contract_places as c on c.contract_ref = r.contract_ref
where r.contract_ref is not null
  and c.contract_ref is null
union all
select
    'monthly_indicators' as question,
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
union all
select
    'monthly_indicators' as question,
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
union all
select
    'monthly_indicators' as question,
    r.risk_ref as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'Its contract is not in the register' as reason,
    r.source_file,
    r.source_row
from risks as r
left join contract_places as c on c.contract_ref = r.contract_ref
where r.contract_ref is not null
  and c.contract_ref is null
