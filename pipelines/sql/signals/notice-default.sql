-- Default notices that are open.
select
    e.location_id,
    e.provider_id,
    1 as value,
    e.notice_ref as record_ref,
    e.issued_on as happened_on,
    e.notice_type || case when e.reason_code is null then '' else ': ' || e.reason_code end as detail,
    e.source_file,
    e.source_row
from notices as e
join rule_words as w on w.rule_id = 'notice-default' and w.word = e.notice_type
where e.issued_on <= $as_of
  and (e.closed_on is null or e.closed_on > $as_of)
