-- Records that an indicator should perhaps count and cannot, with the reason: by source, and by indicator where it is known
-- which one. A day that was left blank, a cell that could not be read, or a row of which nothing was known before.
with found as (
    select
        'contracts' as source,
        'new_contracts' as indicator_id,
        c.contract_ref as record_ref,
        c.contract_ref,
        c.market_segment,
        c.locality,
        case
            when c.signed_on is null and not coalesce(c.refused_columns like '% signed_on %', false)
                then 'Neither its start nor the day it was signed is known: it is new in no month'
            else 'The day it was signed could not be read: it is new in no month'
        end as reason,
        c.source_file,
        c.source_row
    from contract_spans as c
    where c.refused_columns like '% signed_on %'
       or (c.signed_on is null and c.start_on is null)
    union all
    select
        'contracts' as source,
        'ended_contracts' as indicator_id,
        c.contract_ref as record_ref,
        c.contract_ref,
        c.market_segment,
        c.locality,
        'Its end date could not be read: it is not counted as ended' as reason,
        c.source_file,
        c.source_row
    from active_contracts_on_day as c
    where c.refused_columns like '% current_end_on %'
    union all
    select
        'contracts' as source,
        null as indicator_id,
        c.contract_ref as record_ref,
        c.contract_ref,
        c.market_segment,
        c.locality,
        case
            when c.refused_columns like '% ended_on %' or c.refused_columns like '% current_end_on %'
                then 'Ended, but the day it ended could not be read'
            else 'Ended, but the day it ended is not recorded'
        end as reason,
        c.source_file,
        c.source_row
    from contract_spans as c
    where c.is_unplaced
    union all
    select
        'contract_changes' as source,
        'changes_made' as indicator_id,
        r.change_ref as record_ref,
        r.contract_ref,
        null as market_segment,
        null as locality,
        case
            when r.refused_columns like '% implemented_on %' then 'The day it took effect could not be read'
            else r.stage || ', but the day is not recorded'
        end as reason,
        r.source_file,
        r.source_row
    from contract_changes as r
    where r.implemented_on is null
      and (r.stage = 'Implemented' or r.refused_columns like '% implemented_on %')
    union all
    select
        'contract_changes' as source,
        'change_requests' as indicator_id,
        r.change_ref as record_ref,
        r.contract_ref,
        null as market_segment,
        null as locality,
        r.stage || case
            when r.refused_columns like '% decided_on %' then ', but the day could not be read'
            else ', but the day is not recorded'
        end as reason,
        r.source_file,
        r.source_row
    from contract_changes as r
    where r.stage in ('Rejected', 'Withdrawn')
      and r.decided_on is null
      and r.implemented_on is null
    union all
    select
        'procurements' as source,
        'procurements_in_progress' as indicator_id,
        p.procurement_ref as record_ref,
        p.replaces_contract_ref as contract_ref,
        null as market_segment,
        null as locality,
        p.stage || ', but the day is not known' as reason,
        p.source_file,
        p.source_row
    from procurement_spans as p
    where p.is_unplaced
    union all
    select
        'uplifts' as source,
        'uplift_applications' as indicator_id,
        u.uplift_ref as record_ref,
        u.contract_ref,
        null as market_segment,
        null as locality,
        'The day it was received is not known' as reason,
        u.source_file,
        u.source_row
    from uplifts as u
    where u.received_on is null
    union all
    select
        'uplifts' as source,
        'uplift_decisions' as indicator_id,
        u.uplift_ref as record_ref,
        u.contract_ref,
        null as market_segment,
        null as locality,
        case
            when u.refused_columns like '% decided_on %' then 'The day it was decided could not be read'
            else 'Decided, but the day is not recorded'
        end as reason,
        u.source_file,
        u.source_row
    from uplifts as u
    where u.decided_on is null
      and (u.decision is not null or u.refused_columns like '% decided_on %' or u.refused_columns like '% decision %')
    union all
    select
        'notices' as source,
        case n.notice_type
            when 'Rectification' then 'rectification_notices'
            when 'Suspension of placements' then 'suspension_notices'
            when 'Default' then 'default_notices'
        end as indicator_id,
        n.notice_ref as record_ref,
        n.contract_ref,
        coalesce(c.market_segment, l.market_segment) as market_segment,
        coalesce(c.locality, l.locality) as locality,
        case
            when n.notice_type is null then 'Which notice it is is not known'
            when n.notice_type not in ('Rectification', 'Suspension of placements', 'Default')
                then 'No indicator counts this kind of notice'
            else 'The day it was issued is not known'
        end as reason,
        n.source_file,
        n.source_row
    from notices as n
    left join contract_places as c on c.contract_ref = n.contract_ref
    left join location_places as l on l.location_id = n.location_id
    where n.notice_type is null
       or (n.issued_on is null and n.notice_type <> 'Termination')
       -- A council may have kinds of its own. Termination is none of the twelve, and its contract is counted as ended.
       or n.notice_type not in ('Rectification', 'Suspension of placements', 'Default', 'Termination')
    union all
    select
        r.source,
        null as indicator_id,
        coalesce(r.record, 'Not read') as record_ref,
        r.contract_ref,
        null as market_segment,
        null as locality,
        'Its row was not kept, and nothing was known of it before' as reason,
        r.source_file,
        r.source_row
    from rows_refused as r
    where r.known_file is null
      and r.source in (
          'contracts', 'contract_changes', 'procurements', 'uplifts', 'notices', 'quality_cases', 'risks'
      )
)
select
    f.source,
    f.indicator_id,
    f.record_ref,
    coalesce(f.market_segment, c.market_segment, 'Not recorded') as market_segment,
    coalesce(f.locality, c.locality, 'Not recorded') as locality,
    f.reason,
    f.source_file,
    f.source_row
from found as f
left join contract_places as c on c.contract_ref = f.contract_ref
