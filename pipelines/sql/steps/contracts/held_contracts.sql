-- Contracts of the bodies and officers that a person is limited to; every contract where there is no such limit.
-- A portfolio is the one of the newest register, whatever day is looked at: who gave a contract up sees it on no date.
with portfolio as (
    select distinct
        h.contract_ref,
        coalesce(h.provider_id, '') as provider_id,
        coalesce(h.supplier_name, '') as supplier_name
    from contracts_history as h
    join rights as r on r.kind = 'officer' and (r.value = h.lead_officer_id or r.value = h.deputy_officer_id)
    where h.superseded_on is null
)
select
    c.contract_ref,
    c.provider_id,
    c.supplier_name,
    c.market_segment,
    c.locality,
    c.source_file,
    c.source_row
from identified_contracts as c
where (
    not exists (select 1 from rights as r where r.kind = 'body')
    or exists (
        select 1 from rights as r where r.kind = 'body' and (r.value = c.accountable_body or r.value = c.delivery_body)
    )
)
and (
    not exists (select 1 from rights as r where r.kind = 'officer')
    or exists (
        select 1
        from portfolio as p
        where p.contract_ref = c.contract_ref
          and p.provider_id = coalesce(c.stated_provider_id, '')
          and p.supplier_name = coalesce(c.supplier_name, '')
    )
)
