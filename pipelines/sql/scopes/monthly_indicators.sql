-- Every indicator in every month that is shown.
select
    i.indicator_id,
    m.month
from indicators as i
cross join months_shown as m
where i.effective_from <= $as_of
  and (i.effective_to is null or i.effective_to >= $as_of)
