-- title:       Records behind the monthly indicators
-- question:    Which records does each month's figure count?
-- counts:      Every record counted in an indicator in a month: the figure is the number of these rows.
-- source:      One measure for each indicator.
-- limitations: As of each measure; see its own definition.
select
    indicator_id,
    month,
    market_segment,
    locality,
    contract_ref,
    provider_id,
    record_ref,
    happened_on,
    detail,
    source_file,
    source_row
from indicator_rows
where ($indicator_id is null or indicator_id = $indicator_id)
  and ($month is null or month = $month)
  and ($market_segment is null or market_segment = $market_segment)
  and ($locality is null or locality = $locality)
order by indicator_id, month, record_ref, contract_ref, source_file, source_row
