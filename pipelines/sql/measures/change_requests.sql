-- title:       Change requests in progress
-- question:    Which changes had been asked for and were not settled at the end of each month?
-- counts:      Requests made by the month's last day and not implemented, rejected or withdrawn by then. An approved change
--              counts until it takes effect.
-- source:      Contract change log.
-- limitations: The stage is as known, not as it was in the month. One settled without a date is listed as left out.
with settled as (
    select
        change_ref,
        contract_ref,
        change_type,
        stage,
        requested_on,
        case
            when stage = 'Implemented' then implemented_on
            when stage in ('Rejected', 'Withdrawn') then decided_on
        end as settled_on,
        stage in ('Implemented', 'Rejected', 'Withdrawn') as is_settled,
        source_file,
        source_row
    from contract_changes
)
select
    m.month,
    coalesce(p.market_segment, 'Not recorded') as market_segment,
    coalesce(p.locality, 'Not recorded') as locality,
    c.contract_ref,
    cast(null as varchar) as provider_id,
    c.change_ref as record_ref,
    cast(null as date) as happened_on,
    c.change_type || case when c.is_settled then '' else ', ' || lower(c.stage) end || ', asked for '
    || cast(date_diff('day', c.requested_on, m.month_end) as varchar) || ' days before' as detail,
    c.source_file,
    c.source_row
from settled as c
join months_shown as m
    on c.requested_on <= m.month_end
    and (not c.is_settled or c.settled_on > m.month_end)
left join contract_places as p on p.contract_ref = c.contract_ref
where exists (select 1 from visible_records as v where v.source = 'contract_changes' and v.record_ref = c.change_ref)
