-- title:       Contracts at informal review stage for quality
-- question:    Which contracts had a provider under informal quality review at the end of each month?
-- counts:      Contracts in force whose provider has a case at the informal stage: one that entered it by the month's last day
--              and has not since had a planning meeting, joint decision, escalation, step down or close. Not while a
--              formal notice to the provider is open. Each contract once, by its provider's newest case.
-- source:      Quality support cases, contracts register, notices. The row is the case's.
-- limitations: A case about one service counts for every contract of its provider: contracts do not name services.
with stages as (
    select
        m.month,
        m.month_end,
        q.case_ref,
        q.provider_id,
        max(case when q.event = 'Informal stage' then q.event_on end) as entered_on,
        max(case when q.event <> 'Informal stage' then q.event_on end) as left_on
    from quality_cases as q
    join months_shown as m on q.event_on <= m.month_end
    where q.event in (
        'Informal stage', 'Planning meeting', 'Safeguarding joint decision', 'Step down', 'Escalate', 'Close'
    )
    group by m.month, m.month_end, q.case_ref, q.provider_id
),
open_notices as (
    select distinct
        m.month,
        n.provider_id
    from notices as n
    join months_shown as m
        on n.issued_on <= m.month_end
        and (n.closed_on is null or n.closed_on > m.month_end)
),
cases as (
    select
        s.month,
        s.month_end,
        s.case_ref,
        s.provider_id,
        s.entered_on,
        row_number() over (
            partition by s.month, s.provider_id
            order by s.entered_on desc, s.case_ref
        ) as place
    from stages as s
    left join open_notices as n on n.month = s.month and n.provider_id = s.provider_id
    where s.entered_on is not null
      and (s.left_on is null or s.left_on < s.entered_on)
      and n.provider_id is null
)
select
    s.month,
    c.market_segment,
    c.locality,
    c.contract_ref,
    c.provider_id,
    c.contract_ref as record_ref,
    s.entered_on as happened_on,
    'Case ' || s.case_ref || ' at the informal stage' as detail,
    q.source_file,
    q.source_row
from cases as s
join quality_cases as q
    on q.case_ref = s.case_ref
    and q.event = 'Informal stage'
    and q.event_on = s.entered_on
join contract_spans as c
    on c.provider_id = s.provider_id
    and c.start_on <= s.month_end
    and (c.last_day is null or c.last_day >= s.month_end)
where s.place = 1
  and exists (select 1 from visible_contracts as v where v.contract_ref = c.contract_ref and v.provider_id = coalesce(c.provider_id, '') and v.supplier_name = coalesce(c.supplier_name, ''))
