-- Contracts and the last day each is in force. A day D is in force when start_on <= D and the last day is blank or >= D.
-- The last day is the day it ended; else the end in the register, unless the status says that it is still in use.
-- Never in force: void. Not usable, and listed as left out: ended, with no day of ending that has come.
select
    c.contract_ref,
    c.title,
    c.provider_id,
    c.supplier_name,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Whole council') as locality,
    c.contract_type,
    c.lead_officer_id,
    c.annual_value,
    c.total_value,
    c.signed_on,
    c.start_on,
    c.current_end_on,
    c.status,
    c.end_reason,
    coalesce(c.is_out_of_county, false) as is_out_of_county,
    coalesce(c.has_chc_funded_people, false) as has_chc_funded_people,
    case
        when c.ended_on is not null then c.ended_on
        when s.meaning = 'in use' then null
        else c.current_end_on
    end as last_day,
    c.source_file,
    c.source_row
from identified_contracts as c
left join contract_statuses as s
    on s.status = c.status
    and s.effective_from <= $as_of
    and (s.effective_to is null or s.effective_to >= $as_of)
where coalesce(s.meaning, 'by its dates') <> 'never'
  and (
      coalesce(s.meaning, 'by its dates') <> 'ended'
      or c.ended_on is not null
      or c.current_end_on <= $as_of
  )
