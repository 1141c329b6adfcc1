-- What every list of contracts shows of one: whose it is, how much it matters and who leads it, as known.
-- A lead: named; not in officers, and then shown by the id in the register; has left; none; or not known, where it could
-- not be read.
select
    c.contract_ref,
    c.title,
    c.provider_id,
    c.supplier_name,
    coalesce(p.provider_name, c.supplier_name, c.provider_id) as provider_name,
    c.market_segment,
    c.locality,
    coalesce(t.contract_tier, 'Not tiered') as contract_tier,
    coalesce(o.display_name, c.lead_officer_id) as lead,
    case
        when c.refused_columns like '% lead_officer_id %' then 'not known'
        when c.lead_officer_id is null then 'none'
        when o.officer_id is null then 'not in officers'
        when o.leaves_on < $as_of then 'has left'
        else 'named'
    end as lead_state,
    coalesce(o.leaves_on < $as_of, false) as is_lead_left,
    c.annual_value,
    c.source_file,
    c.source_row
from identified_contracts as c
left join contract_tier_of as t on t.contract_ref = c.contract_ref
left join providers as p on p.provider_id = c.provider_id
left join officers as o on o.officer_id = c.lead_officer_id
