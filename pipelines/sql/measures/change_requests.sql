-- title:       Change requests in progress
-- question:    Which changes had been asked for and were not settled at the end of each month?
-- counts:      Requests made by the month's last day and not settled by then: by the day they took effect, whatever the stage
--              says, or else by the day they were rejected or withdrawn. An approved change counts until it takes effect.
--              The day decides (Proposed here: what happened on a day beats a word for how it stands).
-- source:      Contract change log.
-- limitations: The stage is as known, not as it was in the month. One settled on a day that is not known is listed as left
--              out. One asked for on a day that is not known counts as asked for before.
with settled as (
    select
        change_ref,
        contract_ref,
        coalesce(change_type, 'Type not known') as change_type,
        coalesce(lower(stage), 'stage not known') as stage,
        requested_on,
        case
            when implemented_on is not null then implemented_on
            when stage in ('Rejected', 'Withdrawn') then decided_on
        end as settled_on,
        implemented_on is not null or coalesce(stage, '') in ('Implemented', 'Rejected', 'Withdrawn') as is_settled,
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
    c.change_type || case when c.is_settled then '' else ', ' || c.stage end || ', asked for '
    || coalesce(cast(date_diff('day', c.requested_on, m.month_end) as varchar) || ' days before', 'on a day not known') as detail,
    c.source_file,
    c.source_row
from settled as c
join months_shown as m
    on (c.requested_on is null or c.requested_on <= m.month_end)
    and (not c.is_settled or c.settled_on > m.month_end)
left join contract_places as p on p.contract_ref = c.contract_ref
