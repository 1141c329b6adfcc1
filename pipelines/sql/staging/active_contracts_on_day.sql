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
    current_end_on,
    status,
    is_out_of_county,
    has_chc_funded_people,
    source_file,
    source_row
from contract_spans
where start_on <= $as_of
  and (last_day is null or last_day >= $as_of)
