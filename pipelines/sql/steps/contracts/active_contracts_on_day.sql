-- Contracts in force at the end of the position date.
select
    contract_ref,
    title,
    provider_id,
    supplier_name,
    market_segment,
    locality,
    contract_type,
    lead_officer_id,
    annual_value,
    total_value,
    start_on,
    end_on,
    status,
    is_out_of_county,
    may_serve_chc,
    refused_columns,
    source_file,
    source_row
from contract_spans
where (start_on is null or start_on <= $as_of)
  and (last_day is null or last_day >= $as_of)
  and not is_unplaced
