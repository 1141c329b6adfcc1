-- Contracts, each with its provider: the id in the register, else by company number, else by charity number, else by a
-- supplier's name that somebody confirmed. A name that is only alike never gives a provider.
-- A segment or an area that could not be read is Not known: neither none, nor the whole council.
select
    c.contract_ref,
    c.title,
    coalesce(c.provider_id, h.provider_id, a.provider_id, m.provider_id) as provider_id,
    c.provider_id as stated_provider_id,
    c.supplier_name,
    case
        when c.market_segment is not null then c.market_segment
        when c.refused_columns like '% market_segment %' then 'Not known'
        else 'Not recorded'
    end as market_segment,
    case
        when c.locality is not null then c.locality
        when c.refused_columns like '% locality %' then 'Not known'
        else 'Whole council'
    end as locality,
    c.contract_type,
    c.lead_officer_id,
    c.accountable_body,
    c.delivery_body,
    c.annual_value,
    c.total_value,
    c.signed_on,
    c.start_on,
    c.original_end_on,
    c.current_end_on,
    c.status,
    c.ended_on,
    c.end_reason,
    c.is_out_of_county,
    c.has_chc_funded_people,
    c.refused_columns,
    c.source_file,
    c.source_row
from contracts as c
left join identity_keys as hk on hk.kind = 'number' and hk.written_as = c.companies_house_number
left join provider_ids as h on h.kind = 'company' and h.identity_key = hk.identity_key
left join identity_keys as ak on ak.kind = 'number' and ak.written_as = c.charity_number
left join provider_ids as a on a.kind = 'charity' and a.identity_key = ak.identity_key
left join identity_keys as mk on mk.kind = 'name' and mk.written_as = c.supplier_name
left join provider_ids as m on m.kind = 'confirmed' and m.identity_key = mk.identity_key
