-- Every month that is shown.
select month
from months_shown
