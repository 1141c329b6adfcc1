-- title:       Contracts at informal review stage for quality
-- question:    Which contracts had a provider under informal quality review at the end of each month?
-- counts:      Contracts in force whose provider has a case at the informal stage: one that entered it by the month's last day
--              and has not since had a planning meeting, joint decision, escalation, step down or close. Not while a
--              formal notice to the provider is open. Each contract once, by its provider's newest case.
-- source:      Quality support cases, contracts register, notices. The row is the case's.
-- limitations: A case about one service counts for every contract of its provider: contracts do not name services. A case
--              whose provider has no contract in force is listed as left out.
select
    s.month,
    c.market_segment,
    c.locality,
    c.contract_ref,
    c.provider_id,
    c.contract_ref as record_ref,
    s.entered_on as happened_on,
    'Case ' || s.case_ref || ' at the informal stage' as detail,
    s.source_file,
    s.source_row
from informal_cases as s
join contract_spans as c
    on c.provider_id = s.provider_id
    and (c.start_on is null or c.start_on <= s.month_end)
    and (c.last_day is null or c.last_day >= s.month_end)
    and not c.is_unplaced
where s.place = 1
