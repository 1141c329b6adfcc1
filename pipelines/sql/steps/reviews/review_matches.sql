-- Which contracts each completed contract review resets the clock of. Only Completed, with its date, does.
-- A review that names a contract follows the contract: where the register has one row of it, whichever provider it is with
-- by now; on a framework, the row of the provider that the review names, or the rows without a provider id where no row has
-- that provider. One that names only the provider counts for all the provider's contracts.
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
held_by as (
    select
        contract_ref,
        count(*) as row_count
    from identified_contracts
    group by contract_ref
),
named as (
    select distinct
        contract_ref,
        provider_id
    from identified_contracts
    where provider_id is not null
)
select
    c.contract_ref,
    coalesce(c.provider_id, '') as provider_id,
    coalesce(c.supplier_name, '') as supplier_name,
    h.review_ref,
    h.completed_on,
    h.source_file,
    h.source_row
from identified_contracts as c
join held_by as n on n.contract_ref = c.contract_ref
join held as h on h.contract_ref = c.contract_ref
left join named as p on p.contract_ref = h.contract_ref and p.provider_id = h.provider_id
where n.row_count = 1
   or h.provider_id = c.provider_id
   or (c.provider_id is null and p.provider_id is null)
union all
select
    c.contract_ref,
    coalesce(c.provider_id, '') as provider_id,
    coalesce(c.supplier_name, '') as supplier_name,
    h.review_ref,
    h.completed_on,
    h.source_file,
    h.source_row
from identified_contracts as c
join held as h on h.contract_ref is null and h.provider_id = c.provider_id
