-- Records that a tier rule measures, one per location and rule. A value that is null makes the rule not known, and the
-- record says why.
select
    location_id,
    'cqc-overall' as rule_id,
    overall_rank as value,
    cqc_location_id as record_ref,
    overall_on as happened_on,
    overall_words as detail,
    overall_file as source_file,
    overall_row as source_row
from location_facts
where overall_words is not null
union all
select
    location_id,
    'cqc-safe' as rule_id,
    safe_rank as value,
    cqc_location_id as record_ref,
    safe_on as happened_on,
    safe_words as detail,
    safe_file as source_file,
    safe_row as source_row
from location_facts
where safe_words is not null
union all
select
    location_id,
    'cqc-well-led' as rule_id,
    well_led_rank as value,
    cqc_location_id as record_ref,
    well_led_on as happened_on,
    well_led_words as detail,
    well_led_file as source_file,
    well_led_row as source_row
from location_facts
where well_led_words is not null
union all
select
    location_id,
    'cqc-rating-age' as rule_id,
    date_diff('day', overall_on, $as_of) as value,
    cqc_location_id as record_ref,
    overall_on as happened_on,
    cast(date_diff('day', overall_on, $as_of) as varchar) || ' days since publication' as detail,
    overall_file as source_file,
    overall_row as source_row
from location_facts
where overall_rank is not null
union all
select
    location_id,
    'cqc-no-rating' as rule_id,
    case when overall_rank is null then 1 else 0 end as value,
    cqc_location_id as record_ref,
    overall_on as happened_on,
    case when overall_rank is null then 'No usable rating' else 'A rating is published' end as detail,
    coalesce(overall_file, source_file) as source_file,
    coalesce(overall_row, source_row) as source_row
from location_facts
where is_cqc_known
union all
select
    location_id,
    'cqc-never-rated' as rule_id,
    case when is_ever_rated then 0 else date_diff('day', registered_on, $as_of) end as value,
    cqc_location_id as record_ref,
    case when not is_ever_rated then registered_on end as happened_on,
    case
        when is_ever_rated then 'Has been rated'
        when registered_on is null then 'day of registration'
        else cast(date_diff('day', registered_on, $as_of) as varchar) || ' days since registration'
    end as detail,
    source_file,
    source_row
from location_facts
where is_cqc_known
union all
select
    location_id,
    'assessment-overall' as rule_id,
    assessed_value as value,
    assessment_ref as record_ref,
    assessed_on as happened_on,
    assessed_words as detail,
    assessed_file as source_file,
    assessed_row as source_row
from location_facts
where assessment_ref is not null
union all
select
    location_id,
    'assessment-age' as rule_id,
    date_diff('day', assessed_on, $as_of) as value,
    assessment_ref as record_ref,
    assessed_on as happened_on,
    cast(date_diff('day', assessed_on, $as_of) as varchar) || ' days since the assessment' as detail,
    assessed_file as source_file,
    assessed_row as source_row
from location_facts
where assessment_ref is not null
union all
select
    location_id,
    'manager-vacancy' as rule_id,
    coalesce(date_diff('day', vacant_since, $as_of), 0) as value,
    location_id as record_ref,
    vacant_since as happened_on,
    case
        when vacant_since is null then 'No vacancy recorded'
        else cast(date_diff('day', vacant_since, $as_of) as varchar) || ' days without a manager'
    end as detail,
    source_file,
    source_row
from location_facts
where has_manager
union all
select
    location_id,
    'credit-band' as rule_id,
    credit_value as value,
    provider_id as record_ref,
    cast(null as date) as happened_on,
    credit_band as detail,
    provider_file as source_file,
    provider_row as source_row
from location_facts
where credit_band is not null
union all
select
    location_id,
    'accounts-overdue' as rule_id,
    coalesce(date_diff('day', accounts_late_since, $as_of), 0) as value,
    provider_id as record_ref,
    accounts_late_since as happened_on,
    case
        when accounts_late_since is null then 'Not overdue'
        else cast(date_diff('day', accounts_late_since, $as_of) as varchar) || ' days overdue'
    end as detail,
    provider_file as source_file,
    provider_row as source_row
from location_facts
where accounts_due_on is not null
union all
select
    location_id,
    'insolvency' as rule_id,
    coalesce(insolvency_value, 0) as value,
    provider_id as record_ref,
    case when insolvency_value is not null then status_event_on end as happened_on,
    case when insolvency_value is not null then status_event else 'No event recorded' end as detail,
    provider_file as source_file,
    provider_row as source_row
from location_facts
where provider_id is not null
