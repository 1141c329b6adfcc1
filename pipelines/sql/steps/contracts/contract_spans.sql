-- Contracts, but void ones, and the last day each is in force. It is in force on a day D when it began by D and its last
-- day is blank or not before D. A start that is not known has come: the register has the contract, and nothing says that
-- it is still to begin (Proposed here).
-- The last day is the day it ended; else the end in the register, unless the status says that it is still in use. The end
-- is the one as it now stands, or the one first agreed where that is blank. Not read, and so not known: an end is not
-- "no end", but nothing ends the contract either; a status counts as in use, since a contract must not vanish by a
-- misspelt word (Proposed here).
-- is_unplaced: it is over, and the day it ended is not known: that day could not be read, or the status says ended and no
-- end has come by the day that is known. It is in force on no day, and is listed as left out.
with stated as (
    select
        c.contract_ref,
        c.title,
        c.provider_id,
        c.supplier_name,
        c.market_segment,
        c.locality,
        c.contract_type,
        c.lead_officer_id,
        c.annual_value,
        c.total_value,
        c.signed_on,
        c.start_on,
        case
            when c.current_end_on is not null then c.current_end_on
            when c.refused_columns like '% current_end_on %' or c.original_end_on < c.start_on then null
            else c.original_end_on
        end as end_on,
        c.current_end_on,
        c.status,
        c.ended_on,
        c.end_reason,
        coalesce(c.is_out_of_county, false) as is_out_of_county,
        coalesce(c.has_chc_funded_people, c.refused_columns like '% has_chc_funded_people %', false) as may_serve_chc,
        case
            when c.refused_columns like '% status %' then 'in use'
            else coalesce(s.meaning, 'by its dates')
        end as meaning,
        c.refused_columns,
        c.source_file,
        c.source_row
    from identified_contracts as c
    left join contract_statuses as s
        on s.status = c.status
        and s.effective_from <= $as_of
        and (s.effective_to is null or s.effective_to >= $as_of)
)
select
    c.contract_ref,
    c.title,
    c.provider_id,
    c.supplier_name,
    c.market_segment,
    c.locality,
    c.contract_type,
    c.lead_officer_id,
    c.annual_value,
    c.total_value,
    c.signed_on,
    c.start_on,
    c.end_on,
    c.current_end_on is null and c.end_on is not null as is_end_as_first_agreed,
    c.status,
    c.meaning,
    c.ended_on,
    c.end_reason,
    c.is_out_of_county,
    c.may_serve_chc,
    case
        when c.ended_on is not null then c.ended_on
        when c.meaning = 'in use' then null
        when c.meaning = 'ended' and (c.end_on > $known_on or c.refused_columns like '% ended_on %') then null
        else c.end_on
    end as last_day,
    c.meaning = 'ended'
    and c.ended_on is null
    and (c.end_on is null or c.end_on > $known_on or coalesce(c.refused_columns like '% ended_on %', false)) as is_unplaced,
    c.refused_columns,
    c.source_file,
    c.source_row
from stated as c
where c.meaning <> 'never'
