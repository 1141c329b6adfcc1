-- Events of insolvency of the provider that have come.
select
    cast(null as varchar) as location_id,
    p.provider_id,
    coalesce(w.value, 0) as value,
    p.provider_id as record_ref,
    case when w.value is not null then p.status_event_on end as happened_on,
    case when w.value is not null then p.status_event else 'No event recorded' end as detail,
    p.source_file,
    p.source_row
from providers as p
left join rule_words as w
    on w.rule_id = 'insolvency'
    and w.word = p.status_event
    and (p.status_event_on is null or p.status_event_on <= $as_of)
