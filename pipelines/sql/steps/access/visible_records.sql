-- Records that a person may see. One that names a contract is seen with that contract; else with the location it names;
-- else with its provider. One that names nothing known is for those who see every row.
-- A row that was not kept, and of which nothing was known before, is seen likewise, by what it names that is known: a
-- contract that no row was ever read of is in nobody's area, so it is seen with its location or else its provider.
with named as (
    select 'reviews' as source, review_ref as record_ref, contract_ref, provider_id, location_id, source_file, source_row
    from reviews
    union all
    select 'contract_changes' as source, change_ref as record_ref, contract_ref, null as provider_id, null as location_id, source_file, source_row
    from contract_changes
    union all
    select 'uplifts' as source, uplift_ref as record_ref, contract_ref, provider_id, null as location_id, source_file, source_row
    from uplifts
    union all
    select 'procurements' as source, procurement_ref as record_ref, replaces_contract_ref as contract_ref, null as provider_id, null as location_id, source_file, source_row
    from procurements
    union all
    select 'risks' as source, risk_ref as record_ref, contract_ref, provider_id, null as location_id, source_file, source_row
    from risks
    union all
    select 'notices' as source, notice_ref as record_ref, contract_ref, provider_id, location_id, source_file, source_row
    from notices
    union all
    select 'kpis' as source, contract_ref || ' ' || kpi_code as record_ref, contract_ref, provider_id, location_id, source_file, source_row
    from kpis
    union all
    select 'complaints' as source, complaint_ref as record_ref, null as contract_ref, provider_id, location_id, source_file, source_row
    from complaints
    union all
    select 'concerns' as source, concern_ref as record_ref, null as contract_ref, provider_id, location_id, source_file, source_row
    from concerns
    union all
    select 'quality_cases' as source, case_ref as record_ref, null as contract_ref, provider_id, location_id, source_file, source_row
    from quality_cases
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
