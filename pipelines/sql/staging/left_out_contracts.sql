-- Contracts that a figure could not use, or not wholly. Those in force on the position date, and those ended undated.
select
    'monthly_indicators' as question,
    contract_ref as record_ref,
    market_segment,
    locality,
    'No end date: it is never counted as ended' as reason,
    source_file,
    source_row
from active_contracts_on_day
where current_end_on is null
union all
select
    'reviews_due' as question,
    contract_ref as record_ref,
    market_segment,
    locality,
    'No annual value: it is not in any sum of pounds' as reason,
    source_file,
    source_row
from active_contracts_on_day
where annual_value is null
union all
select
    'reviews_due' as question,
    contract_ref as record_ref,
    market_segment,
    locality,
    'No lead: nobody is named to hold its review' as reason,
    source_file,
    source_row
from active_contracts_on_day
where lead_officer_id is null
union all
select
    'monthly_indicators' as question,
    contract_ref as record_ref,
    market_segment,
    locality,
    'No market segment: it is in no segment''s figures' as reason,
    source_file,
    source_row
from active_contracts_on_day
where market_segment = 'Not recorded'
union all
select
    'provider_tiers' as question,
    c.contract_ref as record_ref,
    c.market_segment,
    c.locality,
    case
        when c.provider_id is null then 'No provider id: the contract cannot be joined to a provider''s tier'
        else 'Its provider is not in providers'
    end as reason,
    c.source_file,
    c.source_row
from active_contracts_on_day as c
left join providers as p on p.provider_id = c.provider_id
where p.provider_id is null
union all
select
    'reviews_due' as question,
    c.contract_ref as record_ref,
    c.market_segment,
    c.locality,
    'Its start is outside the years of the calendar: no review can be due' as reason,
    c.source_file,
    c.source_row
from active_contracts_on_day as c
left join calendar_months as m on c.start_on >= m.month and c.start_on <= m.month_end
where m.month is null
union all
select
    'monthly_indicators' as question,
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
