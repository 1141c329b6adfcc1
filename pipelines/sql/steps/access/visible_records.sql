-- Records that a person may see. One that names a contract is seen with that contract; else with the location it names;
-- else with its provider. One that names nothing known is for those who see every row.
-- A case is also what an indicator counts a contract of its provider by: as that, it is seen with the contract.
-- A row that was not kept, and of which nothing was known before, is seen likewise, by what it names that is known: a
-- contract that no row was ever read of is in nobody's area, so it is seen with its location or else its provider.
with named as (
    select
        source,
        record_ref,
        contract_ref,
        provider_id,
        location_id,
        source_file,
        source_row
    from placed_records
    union all
    select
        r.source,
        coalesce(r.record, 'Not read') as record_ref,
        c.contract_ref,
        r.provider_id,
        l.location_id,
        r.source_file,
        r.source_row
    from rows_refused as r
    left join contract_places as c on c.contract_ref = r.contract_ref
    left join location_places as l on l.location_id = r.location_id
    where r.known_file is null
)
select
    n.source,
    n.record_ref,
    n.source_file,
    n.source_row
from named as n
where exists (
    select 1
    from visible_contracts as v
    where v.contract_ref = n.contract_ref
      and (n.provider_id is null or v.provider_id = '' or v.provider_id = n.provider_id)
)
union all
select
    n.source,
    n.record_ref,
    n.source_file,
    n.source_row
from named as n
where n.contract_ref is null
  and exists (select 1 from visible_locations as v where v.location_id = n.location_id)
union all
select
    n.source,
    n.record_ref,
    n.source_file,
    n.source_row
from named as n
where n.contract_ref is null
  and n.location_id is null
  and exists (select 1 from visible_providers as v where v.provider_id = n.provider_id)
union all
select
    'contracts' as source,
    contract_ref as record_ref,
    source_file,
    source_row
from visible_contracts
union all
select
    'locations' as source,
    location_id as record_ref,
    source_file,
    source_row
from visible_locations
union all
select
    'quality_cases' as source,
    c.contract_ref as record_ref,
    q.source_file,
    q.source_row
from quality_cases as q
join visible_contracts as c on c.provider_id = q.provider_id
