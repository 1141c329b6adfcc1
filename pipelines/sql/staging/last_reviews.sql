-- The last completed contract review of each contract in force. Only Completed, with its date, resets the clock.
-- A review that names a contract counts for that contract with that provider; one that names only the provider counts
-- for all the provider's contracts. On one day: the one with the lower reference.
with held as (
    select
        review_ref,
        contract_ref,
        provider_id,
        completed_on,
        source_file,
        source_row
    from reviews
    where status = 'Completed'
      and completed_on <= $as_of
      and review_type in ('Contract review', 'CHC contract review')
),
matched as (
    select
        c.contract_ref,
        coalesce(c.provider_id, '') as provider_id,
        coalesce(c.supplier_name, '') as supplier_name,
        h.review_ref,
        h.completed_on,
        h.source_file,
        h.source_row
    from active_contracts_on_day as c
    join held as h
        on h.contract_ref = c.contract_ref
        and (c.provider_id is null or h.provider_id = c.provider_id)
    union all
    select
        c.contract_ref,
        coalesce(c.provider_id, '') as provider_id,
        coalesce(c.supplier_name, '') as supplier_name,
        h.review_ref,
        h.completed_on,
        h.source_file,
        h.source_row
    from active_contracts_on_day as c
    join held as h on h.contract_ref is null and h.provider_id = c.provider_id
),
placed as (
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
    from matched
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
