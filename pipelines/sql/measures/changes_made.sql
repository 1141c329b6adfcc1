-- title:       Contract changes made
-- question:    Which changes to contracts took effect in each month?
-- counts:      Changes that took effect in the month, by type. The day decides, whatever the stage says (Proposed here: the
--              day on which something happened beats a word for how it stands); a stage that says otherwise is listed.
-- source:      Contract change log.
-- limitations: A change that took effect on a day that is not known is listed as left out.
select
    m.month,
    coalesce(p.market_segment, 'Not recorded') as market_segment,
    coalesce(p.locality, 'Not recorded') as locality,
    c.contract_ref,
    cast(null as varchar) as provider_id,
    c.change_ref as record_ref,
    c.implemented_on as happened_on,
    coalesce(c.change_type, 'Type not known') as detail,
    c.source_file,
    c.source_row
from contract_changes as c
join months_shown as m on c.implemented_on >= m.month and c.implemented_on <= m.month_end
left join contract_places as p on p.contract_ref = c.contract_ref
