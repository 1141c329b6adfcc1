select
    k.contract_ref || ' ' || k.kpi_code as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    'A KPI return came without a value or a target' as reason,
    k.source_file,
    k.source_row
from kpi_returns as k
left join contract_places as c on c.contract_ref = k.contract_ref
where k.is_received
  and not k.is_measured
  and k.refused_columns is null
