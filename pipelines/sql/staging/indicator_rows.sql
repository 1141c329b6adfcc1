-- The rows of all measures, one after another.
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
from active_contracts
union all
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
from new_contracts
union all
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
from ended_contracts
union all
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
from procurements_in_progress
union all
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
from changes_made
union all
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
from change_requests
union all
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
from uplift_applications
union all
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
from uplift_decisions
union all
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
from informal_stage
union all
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
from rectification_notices
union all
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
from suspension_notices
union all
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
from default_notices
union all
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
from contract_risks
