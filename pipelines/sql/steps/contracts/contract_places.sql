-- One row per contract reference: segment and area, for records that name only the reference. A framework has
-- several rows under one reference, and the first word in the alphabet stands for all of them.
select
    contract_ref,
    coalesce(
        min(market_segment),
        min(case when refused_columns like '% market_segment %' then 'Not known' end),
        'Not recorded'
    ) as market_segment,
    coalesce(
        min(locality),
        min(case when refused_columns like '% locality %' then 'Not known' end),
        'Whole council'
    ) as locality
from contracts
group by contract_ref
