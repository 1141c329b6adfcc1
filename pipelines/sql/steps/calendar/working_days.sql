-- The council's working days: neither Saturday, Sunday, a bank holiday in England, nor a day of closed_days.csv.
-- The number counts them up to the day and with it. k working days after a day: the first day whose number is k more.
-- k working days before it: roll back to a working day, then the last day whose number is k less. A time limit that the law
-- sets is counted by statutory_day_number of statutory_days, which the council's own closed days do not shorten.
-- Days outside the years of the calendar are not here: how many working days they are from others is not known.
select
    d.day,
    d.is_worked and c.closed_on is null as is_working_day,
    cast(
        sum(case when d.is_worked and c.closed_on is null then 1 else 0 end) over (order by d.day rows unbounded preceding)
        as bigint
    ) as working_day_number
from statutory_days as d
left join closed_days as c on c.closed_on = d.day
