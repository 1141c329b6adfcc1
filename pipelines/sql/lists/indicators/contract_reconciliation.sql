-- title:       Active contracts reconciled
-- question:    Does each month's count of active contracts follow from the month before, what began and what ended?
-- counts:      Active at the month before's end, plus started, less ended. A contract is in force on its last day, so one
--              that ends on the month's last day still counts there and leaves in the month after: the two last-day
--              columns carry that over.
-- source:      Contracts register.
-- limitations: By the day contracts take effect, not the day they were issued. Novations show as an end and a start. A start
--              that is not known counts as past; a contract that ended on a day that is not known is left out.
with spans as (
    select
        1 as is_there,
        c.start_on,
        c.last_day
    from contract_spans as c
    where not c.is_unplaced
      and ($market_segment is null or c.market_segment = $market_segment)
      and ($locality is null or c.locality = $locality)
      and exists (select 1 from visible_contracts as v where v.contract_ref = c.contract_ref and v.source_file = c.source_file and v.source_row = c.source_row)
),
pairs as (
    select
        m.month,
        m.month_end,
        max(b.month_end) as before_end
    from months_shown as m
    join calendar_months as b on b.month_end < m.month_end
    group by m.month, m.month_end
),
counted as (
    select
        p.month,
        p.month_end,
        cast(count(
            case when s.is_there = 1 and (s.start_on is null or s.start_on <= p.before_end) and (s.last_day is null or s.last_day >= p.before_end) then 1 end
        ) as bigint) as active_before,
        cast(count(case when s.start_on > p.before_end then 1 end) as bigint) as started,
        cast(count(
            case when s.last_day > p.before_end and s.last_day <= p.month_end then 1 end
        ) as bigint) as ended,
        cast(count(case when s.last_day = p.month_end then 1 end) as bigint) as ended_last_day,
        cast(count(case when s.last_day = p.before_end then 1 end) as bigint) as ended_last_day_before,
        cast(count(
            case when s.is_there = 1 and (s.start_on is null or s.start_on <= p.month_end) and (s.last_day is null or s.last_day >= p.month_end) then 1 end
        ) as bigint) as active_at_end
    from pairs as p
    left join spans as s
        on (s.start_on is null or s.start_on <= p.month_end)
        and (s.last_day is null or s.last_day >= p.before_end)
    group by p.month, p.month_end
)
select
    month,
    month_end,
    active_before,
    started,
    ended,
    ended_last_day,
    ended_last_day_before,
    active_before + started - ended + ended_last_day - ended_last_day_before as expected,
    active_at_end,
    active_at_end - (active_before + started - ended + ended_last_day - ended_last_day_before) as difference
from counted
order by month
