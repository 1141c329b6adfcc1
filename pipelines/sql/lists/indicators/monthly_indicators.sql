-- title:       Monthly indicators
-- question:    How do the twelve counts move from month to month?
-- counts:      One line for each indicator and each whole month that had ended. A flow counts events of the month, a stock
--              the state at the end of its last day; never mixed. Not known: no file of its source had been received.
--              Not wholly read: of the records counted, those of which a cell or a newer row could not be read. Not counted:
--              records that may belong to this or another month and cannot be placed; the same number in every month.
-- source:      One measure for each indicator; its rows are the figure.
-- limitations: A late entry changes a month that has passed. Compare with what was known on an earlier day.
with counted as (
    select
        r.indicator_id,
        r.month,
        cast(count(*) as bigint) as value,
        cast(count(n.source_row) as bigint) as not_read_count
    from indicator_rows as r
    left join records_not_read as n on n.source_file = r.source_file and n.source_row = r.source_row
    where ($indicator_id is null or r.indicator_id = $indicator_id)
      and ($month is null or r.month = $month)
      and ($market_segment is null or r.market_segment = $market_segment)
      and ($locality is null or r.locality = $locality)
      and exists (select 1 from visible_records as v where v.record_ref = r.record_ref and v.source_file = r.source_file and v.source_row = r.source_row)
    group by r.indicator_id, r.month
),
not_counted as (
    select
        i.indicator_id,
        cast(count(*) as bigint) as not_counted_count
    from records_not_counted as f
    join indicators as i
        on i.source = f.source
        and (f.indicator_id is null or f.indicator_id = i.indicator_id)
        and i.effective_from <= $as_of
        and (i.effective_to is null or i.effective_to >= $as_of)
    where ($market_segment is null or f.market_segment = $market_segment)
      and ($locality is null or f.locality = $locality)
      and exists (select 1 from visible_records as v where v.record_ref = f.record_ref and v.source_file = f.source_file and v.source_row = f.source_row)
    group by i.indicator_id
)
select
    i.indicator_id,
    i.indicator_number,
    i.indicator_title,
    i.kind,
    m.month,
    m.month_end,
    case when s.source is null then 'not known' else 'counted' end as state,
    case when s.source is not null then coalesce(c.value, 0) end as value,
    case when s.source is not null then coalesce(c.not_read_count, 0) end as not_read_count,
    coalesce(n.not_counted_count, 0) as not_counted_count,
    i.authority
from indicators as i
cross join months_shown as m
left join sources_received as s on s.source = i.source
left join counted as c on c.indicator_id = i.indicator_id and c.month = m.month
left join not_counted as n on n.indicator_id = i.indicator_id
where i.effective_from <= $as_of
  and (i.effective_to is null or i.effective_to >= $as_of)
  and ($indicator_id is null or i.indicator_id = $indicator_id)
  and ($month is null or m.month = $month)
order by i.indicator_order, m.month
