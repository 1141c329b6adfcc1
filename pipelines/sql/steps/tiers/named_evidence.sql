-- Complaints, concerns, notices, KPI returns, assessments and tier decisions by the location or provider they name, and
-- whether they are of a later day.
select
    complaint_ref as record_ref,
    provider_id,
    location_id,
    case when received_on > $as_of then 1 else 0 end as is_later,
    source_file,
    source_row
from complaints
where exists (select 1 from visible_people as v)
union all
select
    concern_ref as record_ref,
    provider_id,
    location_id,
    case when raised_on > $as_of then 1 else 0 end as is_later,
    source_file,
    source_row
from concerns
where exists (select 1 from visible_people as v)
union all
select
    notice_ref as record_ref,
    provider_id,
    location_id,
    case when issued_on > $as_of then 1 else 0 end as is_later,
    source_file,
    source_row
from notices
union all
select
    contract_ref || ' ' || kpi_code as record_ref,
    provider_id,
    location_id,
    case when due_on > $as_of then 1 else 0 end as is_later,
    source_file,
    source_row
from kpis
union all
select
    assessment_ref as record_ref,
    provider_id,
    location_id,
    case when assessed_on > $as_of then 1 else 0 end as is_later,
    source_file,
    source_row
from assessments
union all
select
    coalesce(location_id, provider_id) as record_ref,
    provider_id,
    location_id,
    case when decided_on > $as_of then 1 else 0 end as is_later,
    source_file,
    source_row
from tier_decisions
