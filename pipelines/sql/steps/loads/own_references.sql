-- The reference that each register gives to its own records, row by row; and CQC's ids of the council's locations.
select 'providers' as source, 'provider_id' as field, provider_id as named, source_file, source_row from providers
union all
select 'locations' as source, 'location_id' as field, location_id as named, source_file, source_row from locations
union all
select 'locations' as source, 'cqc_location_id' as field, cqc_location_id as named, source_file, source_row from locations
where cqc_location_id is not null
union all
select 'contracts' as source, 'contract_ref' as field, contract_ref as named, source_file, source_row from contracts
union all
select 'reviews' as source, 'review_ref' as field, review_ref as named, source_file, source_row from reviews
union all
select 'complaints' as source, 'complaint_ref' as field, complaint_ref as named, source_file, source_row from complaints
union all
select 'concerns' as source, 'concern_ref' as field, concern_ref as named, source_file, source_row from concerns
union all
select 'cqc_locations' as source, 'cqc_location_id' as field, cqc_location_id as named, source_file, source_row from cqc_locations
union all
select 'assessments' as source, 'assessment_ref' as field, assessment_ref as named, source_file, source_row from assessments
union all
select 'notices' as source, 'notice_ref' as field, notice_ref as named, source_file, source_row from notices
union all
select 'contract_changes' as source, 'change_ref' as field, change_ref as named, source_file, source_row from contract_changes
union all
select 'uplifts' as source, 'uplift_ref' as field, uplift_ref as named, source_file, source_row from uplifts
union all
select 'procurements' as source, 'procurement_ref' as field, procurement_ref as named, source_file, source_row from procurements
union all
select 'quality_cases' as source, 'case_ref' as field, case_ref as named, source_file, source_row from quality_cases
union all
select 'risks' as source, 'risk_ref' as field, risk_ref as named, source_file, source_row from risks
union all
select 'actions' as source, 'action_ref' as field, action_ref as named, source_file, source_row from actions
union all
select 'officers' as source, 'officer_id' as field, officer_id as named, source_file, source_row from officers
