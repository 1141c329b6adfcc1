-- The provider's credit band, by the number its word stands for.
select
    cast(null as varchar) as location_id,
    p.provider_id,
    w.value,
    p.provider_id as record_ref,
    cast(null as date) as happened_on,
    p.credit_band as detail,
    p.source_file,
    p.source_row
from providers as p
left join rule_words as w on w.rule_id = 'credit-band' and w.word = p.credit_band
where p.credit_band is not null
