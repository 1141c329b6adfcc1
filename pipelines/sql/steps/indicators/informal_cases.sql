-- Cases at the informal stage at the end of each month: entered by its last day, and since then no planning meeting, joint
-- decision, escalation, step down or close. A case is of the provider that its newest event by then names, and all its
-- events count, whichever provider they name: a case follows its reference. Not while a formal notice to the provider is open.
with events as (
    select
        m.month,
        m.month_end,
        q.case_ref,
        q.provider_id,
        q.event,
        q.event_on,
        q.source_file,
        q.source_row,
        row_number() over (
            partition by m.month, q.case_ref
            order by q.event_on desc, q.event desc, q.provider_id desc, q.source_file, q.source_row
        ) as place,
        row_number() over (
            partition by m.month, q.case_ref, q.event
            order by q.event_on desc, q.source_file, q.source_row
        ) as place_of_event
    from quality_cases as q
    join months_shown as m on q.event_on <= m.month_end
),
stages as (
    select
        month,
        month_end,
        case_ref,
        max(case when place = 1 then provider_id end) as provider_id,
        max(case when event = 'Informal stage' then event_on end) as entered_on,
        max(case when event in ('Planning meeting', 'Safeguarding joint decision', 'Step down', 'Escalate', 'Close')
            then event_on end) as left_on
    from events
    group by month, month_end, case_ref
),
open_notices as (
    select distinct
        m.month,
        n.provider_id
    from notices as n
    join months_shown as m
        on n.issued_on <= m.month_end
        and (n.closed_on is null or n.closed_on > m.month_end)
)
select
    s.month,
    s.month_end,
    s.case_ref,
    s.provider_id,
    s.entered_on,
    e.source_file,
    e.source_row,
    row_number() over (
        partition by s.month, s.provider_id
        order by s.entered_on desc, s.case_ref
    ) as place
from stages as s
join events as e
    on e.month = s.month
    and e.case_ref = s.case_ref
    and e.event = 'Informal stage'
    and e.place_of_event = 1
left join open_notices as n on n.month = s.month and n.provider_id = s.provider_id
where (s.left_on is null or s.left_on < s.entered_on)
  and n.provider_id is null
