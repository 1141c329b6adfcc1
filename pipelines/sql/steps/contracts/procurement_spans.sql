-- Each procurement from the earliest day in its row until the day it was completed or abandoned. That day decides, whatever
-- the stage says (Proposed here: what happened on a day beats a word for how it stands). Where it is blank and the stage is
-- the last, it ended when that stage was reached. A beginning that is not known counts as past.
-- is_unplaced: it is over, and on which day is not known.
with days as (
    select procurement_ref, options_appraisal_on as began_on, source_file, source_row from procurements
    union all
    select procurement_ref, waiver_requested_on as began_on, source_file, source_row from procurements
    union all
    select procurement_ref, stage_on as began_on, source_file, source_row from procurements
),
begun as (
    select
        procurement_ref,
        min(began_on) as began_on
    from days
    group by procurement_ref
)
select
    p.procurement_ref,
    p.title,
    p.stage,
    p.replaces_contract_ref,
    b.began_on,
    case
        when p.completed_on is not null then p.completed_on
        when p.stage in ('Completed', 'Abandoned') then p.stage_on
    end as ended_on,
    coalesce(p.stage, '') in ('Completed', 'Abandoned') and p.completed_on is null and p.stage_on is null as is_unplaced,
    p.source_file,
    p.source_row
from procurements as p
join begun as b on b.procurement_ref = p.procurement_ref
