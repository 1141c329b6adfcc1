-- Values at or beyond the limits of checks.toml. They are kept and used: whether they are right, only somebody can say.
with limits as (
    select name, value
    from check_limits
    where effective_from <= $as_of
      and (effective_to is null or effective_to >= $as_of)
)
select
    'contracts' as source,
    'original_end_on' as field,
    k.name as limit_name,
    r.source_file,
    r.source_row
from contracts as r
join limits as k on k.name = 'contract_days' and date_diff('day', r.start_on, r.original_end_on) >= k.value
union all
select
    'contracts' as source,
    'current_end_on' as field,
    k.name as limit_name,
    r.source_file,
    r.source_row
from contracts as r
join limits as k on k.name = 'contract_days' and date_diff('day', r.start_on, r.current_end_on) >= k.value
union all
select
    'contracts' as source,
    'max_end_on' as field,
    k.name as limit_name,
    r.source_file,
    r.source_row
from contracts as r
join limits as k on k.name = 'contract_days' and date_diff('day', r.start_on, r.max_end_on) >= k.value
union all
select
    'contracts' as source,
    'total_value' as field,
    k.name as limit_name,
    r.source_file,
    r.source_row
from contracts as r
join limits as k on k.name = 'contract_pounds' and abs(r.total_value) >= k.value
where exists (select 1 from visible_values as v)
union all
select
    'contracts' as source,
    'annual_value' as field,
    k.name as limit_name,
    r.source_file,
    r.source_row
from contracts as r
join limits as k on k.name = 'contract_pounds' and abs(r.annual_value) >= k.value
where exists (select 1 from visible_values as v)
union all
select
    'contracts' as source,
    'irrecoverable_vat' as field,
    k.name as limit_name,
    r.source_file,
    r.source_row
from contracts as r
join limits as k on k.name = 'contract_pounds' and abs(r.irrecoverable_vat) >= k.value
where exists (select 1 from visible_values as v)
union all
select
    'spend' as source,
    'amount' as field,
    k.name as limit_name,
    r.source_file,
    r.source_row
from spend as r
join limits as k on k.name = 'payment_pounds' and abs(r.amount) >= k.value
where exists (select 1 from visible_values as v)
