-- Contracts, each with its provider: the id in the register, else by company number, else by charity number, else by a
-- supplier's name that somebody confirmed. A name that is only alike never gives a provider.
select
    c.contract_ref,
    c.title,
    coalesce(c.provider_id, h.provider_id, a.provider_id, m.provider_id) as provider_id,
    c.provider_id as stated_provider_id,
    c.supplier_name,
    c.market_segment,
    c.locality,
    c.contract_type,
    c.lead_officer_id,
    c.accountable_body,
    c.delivery_body,
    c.annual_value,
    c.total_value,
    c.signed_on,
    c.start_on,
    c.current_end_on,
    c.status,
    c.ended_on,
    c.end_reason,
    c.is_out_of_county,
    c.has_chc_funded_people,
    c.source_file,
    c.source_row
from contracts as c
left join provider_ids as h
    on h.kind = 'company'
    and h.written_as = ltrim(upper(trim(c.companies_house_number)), '0')
left join provider_ids as a
    on a.kind = 'charity'
    and a.written_as = ltrim(upper(trim(c.charity_number)), '0')
left join provider_ids as m
    on m.kind = 'confirmed'
    and m.written_as = lower(trim(c.supplier_name))
