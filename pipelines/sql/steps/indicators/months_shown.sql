-- Whole months that had ended by the position date, the newest ones, as many as the rules show.
with ended as (
    select
        month,
        month_end,
        row_number() over (order by month desc) as place
    from calendar_months
    where month_end <= $as_of
)
select
    e.month,
    e.month_end
from ended as e
join indicator_settings as s
    on s.name = 'months_shown'
    and e.place <= s.value
    and s.effective_from <= $as_of
    and (s.effective_to is null or s.effective_to >= $as_of)
