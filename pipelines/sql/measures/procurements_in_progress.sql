-- title:       Procurements in progress
-- question:    Which procurements were under way at the end of each month?
-- counts:      Procurements from the earliest day in their row (options appraisal, waiver request or the stage reached)
--              until the day they were completed or abandoned, whatever the stage says.
-- source:      Procurement log.
-- limitations: The stage is as known, not as it was in the month. A completed one without a day ends when its stage began;
--              where that is not known either, it is left out.
select
    m.month,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    p.replaces_contract_ref as contract_ref,
    cast(null as varchar) as provider_id,
    p.procurement_ref as record_ref,
    cast(null as date) as happened_on,
    case
        when p.ended_on is null then coalesce(p.stage, 'Stage not known')
        else 'Since ' || coalesce(lower(p.stage), 'ended')
    end || ': ' || coalesce(p.title, 'title not known') as detail,
    p.source_file,
    p.source_row
from procurement_spans as p
join months_shown as m
    on (p.began_on is null or p.began_on <= m.month_end)
    and (p.ended_on is null or p.ended_on > m.month_end)
    and not p.is_unplaced
left join contract_places as c on c.contract_ref = p.replaces_contract_ref
