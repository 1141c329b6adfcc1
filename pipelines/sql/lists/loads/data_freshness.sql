-- title:       How fresh the data is
-- question:    When was each source last received, and is it later than it should be?
-- counts:      Age: days from the last file received to the day it is asked for. Late: older than the source's rhythm. Rows: those
--              in force as known on the day.
-- source:      The loader's own record, and every source.
-- limitations: A file that was refused or undone does not count as received.
with received as (
    select
        source,
        max(received_on) as last_received_on
    from loads
    where received_on <= $known_on
      and refused_because is null
      and undone_at is null
    group by source
),
counted as (
    select 'providers' as source, cast(count(*) as bigint) as rows_known from providers
    union all
    select 'locations' as source, cast(count(*) as bigint) as rows_known from locations
    union all
    select 'contracts' as source, cast(count(*) as bigint) as rows_known from contracts
    union all
    select 'contract_tierings' as source, cast(count(*) as bigint) as rows_known from contract_tierings
    union all
    select 'reviews' as source, cast(count(*) as bigint) as rows_known from reviews
    union all
    select 'complaints' as source, cast(count(*) as bigint) as rows_known from complaints
    union all
    select 'concerns' as source, cast(count(*) as bigint) as rows_known from concerns
    union all
    select 'cqc_ratings' as source, cast(count(*) as bigint) as rows_known from cqc_ratings
    union all
    select 'cqc_locations' as source, cast(count(*) as bigint) as rows_known from cqc_locations
    union all
    select 'kpis' as source, cast(count(*) as bigint) as rows_known from kpis
    union all
    select 'assessments' as source, cast(count(*) as bigint) as rows_known from assessments
    union all
    select 'notices' as source, cast(count(*) as bigint) as rows_known from notices
    union all
    select 'contract_changes' as source, cast(count(*) as bigint) as rows_known from contract_changes
    union all
    select 'uplifts' as source, cast(count(*) as bigint) as rows_known from uplifts
    union all
    select 'procurements' as source, cast(count(*) as bigint) as rows_known from procurements
    union all
    select 'quality_cases' as source, cast(count(*) as bigint) as rows_known from quality_cases
    union all
    select 'tier_decisions' as source, cast(count(*) as bigint) as rows_known from tier_decisions
    union all
    select 'risks' as source, cast(count(*) as bigint) as rows_known from risks
    union all
    select 'actions' as source, cast(count(*) as bigint) as rows_known from actions
    union all
    select 'officers' as source, cast(count(*) as bigint) as rows_known from officers
    union all
    select 'spend' as source, cast(count(*) as bigint) as rows_known from spend
    union all
    select 'listed_homes' as source, cast(count(*) as bigint) as rows_known from listed_homes
)
select
    l.source,
    l.source_title,
    r.last_received_on,
    date_diff('day', r.last_received_on, $known_on) as age_days,
    l.rhythm_days,
    case
        when r.source is null then 'Never received'
        when date_diff('day', r.last_received_on, $known_on) > l.rhythm_days then 'Late'
        else 'Up to date'
    end as state,
    c.rows_known
from source_list as l
join counted as c on c.source = l.source
left join received as r on r.source = l.source
order by l.source
