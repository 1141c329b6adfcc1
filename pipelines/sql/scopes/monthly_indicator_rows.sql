-- Records that stood at the end of a month that is shown, or happened in one, by the days in their rows, or whose days are not
-- known; and rows that were not kept and of which nothing was known before. A stock has a beginning and an end: one with a
-- last day is over the day after it. A flow has the day it happened.
with stocks as (
    select
        'contracts' as source,
        c.start_on as began_on,
        case
            when c.ended_on is not null then c.ended_on
            when s.meaning = 'in use' or c.refused_columns like '% status %' then null
            when c.refused_columns like '% current_end_on %' then null
            when s.meaning = 'ended' and c.refused_columns like '% ended_on %' then null
            else coalesce(c.current_end_on, c.original_end_on)
        end as last_day,
        null as ended_on,
        c.source_file,
        c.source_row
    from contracts as c
    left join contract_statuses as s
        on s.status = c.status
        and s.effective_from <= $as_of
        and (s.effective_to is null or s.effective_to >= $as_of)
    where coalesce(s.meaning, '') <> 'never'
      and (c.original_end_on is null or c.start_on is null or c.original_end_on >= c.start_on)
    union all
    select
        'contract_changes' as source,
        requested_on as began_on,
        null as last_day,
        case when implemented_on is not null then implemented_on when stage in ('Rejected', 'Withdrawn') then decided_on end as ended_on,
        source_file,
        source_row
    from contract_changes
    union all
    select
        'procurements' as source,
        stage_on as began_on,
        null as last_day,
        case when completed_on is not null then completed_on when stage in ('Completed', 'Abandoned') then stage_on end as ended_on,
        source_file,
        source_row
    from procurements
    where stage_on is not null or (options_appraisal_on is null and waiver_requested_on is null)
    union all
    select
        'procurements' as source,
        options_appraisal_on as began_on,
        null as last_day,
        case when completed_on is not null then completed_on when stage in ('Completed', 'Abandoned') then stage_on end as ended_on,
        source_file,
        source_row
    from procurements
    where options_appraisal_on is not null
    union all
    select
        'procurements' as source,
        waiver_requested_on as began_on,
        null as last_day,
        case when completed_on is not null then completed_on when stage in ('Completed', 'Abandoned') then stage_on end as ended_on,
        source_file,
        source_row
    from procurements
    where waiver_requested_on is not null
),
flows as (
    select 'contracts' as source, coalesce(c.signed_on, c.start_on) as happened_on, c.source_file, c.source_row
    from contracts as c
    left join contract_statuses as s
        on s.status = c.status
        and s.effective_from <= $as_of
        and (s.effective_to is null or s.effective_to >= $as_of)
    where coalesce(s.meaning, '') <> 'never'
    union all
    select 'contracts' as source, ended_on as happened_on, source_file, source_row
    from contracts
    where ended_on is not null and coalesce(status, '') <> 'Void'
    union all
    select 'contract_changes' as source, implemented_on as happened_on, source_file, source_row
    from contract_changes
    where implemented_on is not null or stage = 'Implemented'
    union all
    select 'uplifts' as source, received_on as happened_on, source_file, source_row from uplifts
    union all
    select 'uplifts' as source, decided_on as happened_on, source_file, source_row
    from uplifts
    where decided_on is not null or decision is not null
    union all
    select 'notices' as source, issued_on as happened_on, source_file, source_row
    from notices
    where notice_type is null or notice_type <> 'Termination'
),
found as (
    select
        f.source,
        f.source_file,
        f.source_row
    from stocks as f
    join months_shown as m
        on (f.began_on is null or f.began_on <= m.month_end)
        and (f.last_day is null or f.last_day >= m.month_end)
        and (f.ended_on is null or f.ended_on > m.month_end)
    union
    select
        f.source,
        f.source_file,
        f.source_row
    from flows as f
    left join months_shown as m on f.happened_on >= m.month and f.happened_on <= m.month_end
    where f.happened_on is null
       or m.month is not null
    union
    select
        r.source,
        r.source_file,
        r.source_row
    from rows_refused as r
    where r.known_file is null
      and r.source in (
          'contracts', 'contract_changes', 'procurements', 'uplifts', 'notices', 'quality_cases', 'risks'
      )
)
select
    r.source_file,
    r.source_row
from found as r
where exists (select 1 from visible_records as v where v.source = r.source and v.source_file = r.source_file and v.source_row = r.source_row)
