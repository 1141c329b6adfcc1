-- Locations and evidence that quality tiers could not use, or not wholly.
with named as (
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
)
select
    'provider_tiers' as question,
    l.location_id as record_ref,
    'Not recorded' as market_segment,
    l.locality,
    'Its service type is not in service_types.csv: it is in no market segment' as reason,
    l.source_file,
    l.source_row
from open_locations as l
left join service_types as t on t.kind = 'service type' and t.word = l.service_type
where l.is_council
  and t.word is null
union all
select
    'provider_tiers' as question,
    l.location_id as record_ref,
    l.market_segment,
    l.locality,
    'Regulated, but it has no CQC location id: its rating is not known' as reason,
    l.source_file,
    l.source_row
from open_locations as l
where l.is_regulated
  and l.cqc_location_id is null
union all
select
    'provider_tiers' as question,
    l.location_id as record_ref,
    l.market_segment,
    l.locality,
    'Its provider is not in providers: nothing is known of its finances' as reason,
    l.source_file,
    l.source_row
from open_locations as l
left join providers as p on p.provider_id = l.provider_id
where l.is_council
  and p.provider_id is null
union all
select
    'provider_tiers' as question,
    n.record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'It names a location that is not in locations' as reason,
    n.source_file,
    n.source_row
from named as n
left join locations as l on l.location_id = n.location_id
where n.location_id is not null
  and l.location_id is null
  and n.is_later = 0
union all
select
    'provider_tiers' as question,
    n.record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    'It names no location, and its provider is not in providers' as reason,
    n.source_file,
    n.source_row
from named as n
left join providers as p on p.provider_id = n.provider_id
where n.location_id is null
  and p.provider_id is null
  and n.is_later = 0
union all
select
    'provider_tiers' as question,
    c.concern_ref as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    case
        when c.concern_type = 'Incident' then 'The severity of the incident is not recorded'
        else 'A risk was identified, but the day it was concluded is not recorded'
    end as reason,
    c.source_file,
    c.source_row
from concerns as c
where c.raised_on <= $as_of
  and exists (select 1 from visible_people as v)
  and (
      (c.concern_type = 'Incident' and c.severity is null)
      or (c.concern_type = 'Safeguarding enquiry' and c.is_risk_identified and c.concluded_on is null)
  )
union all
select
    'provider_tiers' as question,
    k.contract_ref || ' ' || k.kpi_code as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    'A KPI return came without a value or a target' as reason,
    k.source_file,
    k.source_row
from kpi_returns as k
left join contract_places as c on c.contract_ref = k.contract_ref
where k.is_received
  and not k.is_measured
union all
select
    'provider_tiers' as question,
    r.cqc_location_id as record_ref,
    'Not recorded' as market_segment,
    coalesce(r.local_authority, 'Not recorded') as locality,
    'CQC''s word for the rating is not in cqc_ratings.csv' as reason,
    r.source_file,
    r.source_row
from cqc_ratings as r
left join cqc_words as w on w.rating = lower(r.rating)
where w.rating is null
  and (r.published_on is null or r.published_on <= $as_of)
