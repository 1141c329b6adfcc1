select
    s.case_ref as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'At the informal stage, but its provider has no contract in force' as reason,
    s.source_file,
    s.source_row
from informal_cases as s
left join contract_spans as c
    on c.provider_id = s.provider_id
    and (c.start_on is null or c.start_on <= s.month_end)
    and (c.last_day is null or c.last_day >= s.month_end)
    and not c.is_unplaced
where c.contract_ref is null
group by s.case_ref, s.source_file, s.source_row
