-- Every source that a contract declares.
select source
from source_list
