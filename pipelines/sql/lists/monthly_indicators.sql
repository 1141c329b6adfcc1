-- title:       Monthly indicators
-- question:    How do the twelve counts move from month to month?
-- counts:      One line for each indicator and each whole month that had ended. A flow counts events of the month, a stock
--              the state at the end of its last day; never mixed. Not known: no file of its source had been received.
-- source:      One measure for each indicator; its rows are the figure.
-- limitations: A late entry changes a month that has passed. Compare with what was known on an earlier day.
with counted as (
    select
        indicator_id,
        month,
        cast(count(*) as bigint) as value
    from indicator_rows
    where ($indicator_id is null or indicator_id = $indicator_id)
      and ($month is null or month = $month)
      and ($market_segment is null or market_segment = $market_segment)
      and ($locality is null or locality = $locality)
    group by indicator_id, month
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
    i.authority
from indicators as i
cross join months_shown as m
left join sources_received as s on s.source = i.source
left join counted as c on c.indicator_id = i.indicator_id and c.month = m.month
where i.effective_from <= $as_of
  and (i.effective_to is null or i.effective_to >= $as_of)
  and ($indicator_id is null or i.indicator_id = $indicator_id)
  and ($month is null or m.month = $month)
order by i.indicator_order, m.month
