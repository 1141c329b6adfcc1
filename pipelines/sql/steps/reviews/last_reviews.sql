-- The last completed contract review of each contract. On one day: the one with the lower reference.
with placed as (
    select
        contract_ref,
        provider_id,
        supplier_name,
        completed_on,
        source_file,
        source_row,
        row_number() over (
            partition by contract_ref, provider_id, supplier_name
            order by completed_on desc, review_ref
        ) as place
    from review_matches
)
select
    contract_ref,
    provider_id,
    supplier_name,
    completed_on,
    source_file,
    source_row
from placed
where place = 1
