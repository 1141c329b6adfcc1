-- References from one register to another that name nothing there. Only where the other was received: without it, every
-- reference would be unknown.
with named as (
    select 'locations' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from locations
    union all
    select 'contracts' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from contracts
    union all
    select 'contracts' as source, 'lead_officer_id' as field, 'officers' as target, lead_officer_id as named, source_file, source_row from contracts
    union all
    select 'contracts' as source, 'deputy_officer_id' as field, 'officers' as target, deputy_officer_id as named, source_file, source_row from contracts
    union all
    select 'contract_tierings' as source, 'contract_ref' as field, 'contracts' as target, contract_ref as named, source_file, source_row from contract_tierings
    union all
    select 'reviews' as source, 'contract_ref' as field, 'contracts' as target, contract_ref as named, source_file, source_row from reviews
    union all
    select 'reviews' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from reviews
    union all
    select 'reviews' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from reviews
    union all
    select 'reviews' as source, 'lead_officer_id' as field, 'officers' as target, lead_officer_id as named, source_file, source_row from reviews
    union all
    select 'complaints' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from complaints
    union all
    select 'complaints' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from complaints
    union all
    select 'concerns' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from concerns
    union all
    select 'concerns' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from concerns
    union all
    select 'kpis' as source, 'contract_ref' as field, 'contracts' as target, contract_ref as named, source_file, source_row from kpis
    union all
    select 'kpis' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from kpis
    union all
    select 'kpis' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from kpis
    union all
    select 'assessments' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from assessments
    union all
    select 'assessments' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from assessments
    union all
    select 'notices' as source, 'contract_ref' as field, 'contracts' as target, contract_ref as named, source_file, source_row from notices
    union all
    select 'notices' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from notices
    union all
    select 'notices' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from notices
    union all
    select 'contract_changes' as source, 'contract_ref' as field, 'contracts' as target, contract_ref as named, source_file, source_row from contract_changes
    union all
    select 'uplifts' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from uplifts
    union all
    select 'uplifts' as source, 'contract_ref' as field, 'contracts' as target, contract_ref as named, source_file, source_row from uplifts
    union all
    select 'procurements' as source, 'replaces_contract_ref' as field, 'contracts' as target, replaces_contract_ref as named, source_file, source_row from procurements
    union all
    select 'procurements' as source, 'lead_officer_id' as field, 'officers' as target, lead_officer_id as named, source_file, source_row from procurements
    union all
    select 'quality_cases' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from quality_cases
    union all
    select 'quality_cases' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from quality_cases
    union all
    select 'tier_decisions' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from tier_decisions
    union all
    select 'tier_decisions' as source, 'location_id' as field, 'locations' as target, location_id as named, source_file, source_row from tier_decisions
    union all
    select 'risks' as source, 'contract_ref' as field, 'contracts' as target, contract_ref as named, source_file, source_row from risks
    union all
    select 'risks' as source, 'provider_id' as field, 'providers' as target, provider_id as named, source_file, source_row from risks
),
listed as (
    select 'providers' as target, provider_id as named from providers
    union
    select 'locations' as target, location_id as named from locations
    union
    select 'contracts' as target, contract_ref as named from contracts
    union
    select 'officers' as target, officer_id as named from officers
)
select
    n.source,
    n.field,
    n.target,
    n.named,
    n.source_file,
    n.source_row
from named as n
join sources_received as r on r.source = n.target
left join listed as l on l.target = n.target and l.named = n.named
where n.named is not null
  and l.named is null
