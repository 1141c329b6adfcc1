-- Enquiries into a whole service, for as long as they are open.
select
    e.location_id,
    e.provider_id,
    1 as value,
    e.concern_ref as record_ref,
    e.raised_on as happened_on,
    e.concern_type || ' open' as detail,
    e.source_file,
    e.source_row
from concerns as e
join rule_words as w on w.rule_id = 'whole-service-enquiry' and w.word = e.concern_type
where e.raised_on <= $as_of
  and (e.concluded_on is null or e.concluded_on > $as_of)
