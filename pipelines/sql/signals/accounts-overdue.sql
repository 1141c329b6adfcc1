-- Days that the provider's accounts are late.
select
    cast(null as varchar) as location_id,
    provider_id,
    case when accounts_due_on < $as_of then date_diff('day', accounts_due_on, $as_of) else 0 end as value,
    provider_id as record_ref,
    case when accounts_due_on < $as_of then accounts_due_on end as happened_on,
    case
        when accounts_due_on < $as_of
            then cast(date_diff('day', accounts_due_on, $as_of) as varchar) || ' days overdue'
        else 'Not overdue'
    end as detail,
    source_file,
    source_row
from providers
where accounts_due_on is not null
