-- Service improvement plans and review meetings of each open location by the position date, case by case. A case follows its
-- reference, whatever provider its events name. It is about the locations that its events name, and about all services of
-- the provider where none names one. A case of which only some events name a location may be about the others too: its open
-- plan counts there, and its closed plan and its meetings do not. A case of which an event could not be read has an open
-- plan, since nobody can say whether it was closed; so has each location that a refused row is about. Proposed here.
with cases as (
    select
        case_ref,
        max(case when event = 'SIP opened' then event_on end) as opened_on,
        max(case when event = 'SIP closed' then event_on end) as closed_on,
        max(case when event = 'Review meeting' then event_on end) as met_on,
        min(event_on) as began_on,
        count(location_id) as named,
        count(case when event is null then 1 end) as not_read
    from quality_cases
    where event_on <= $as_of
    group by case_ref
),
about as (
    select distinct
        e.case_ref,
        e.location_id,
        1 as is_named
    from quality_cases as e
    where e.event_on <= $as_of
      and e.location_id is not null
    union
    select distinct
        e.case_ref,
        p.location_id,
        case when c.named = 0 then 1 else 0 end as is_named
    from quality_cases as e
    join cases as c on c.case_ref = e.case_ref
    join location_providers as p
        on p.provider_id = e.provider_id
        and (p.until_on is null or c.began_on < p.until_on)
    where e.event_on <= $as_of
      and e.location_id is null
),
unread as (
    select distinct p.location_id
    from rows_refused as r
    join location_providers as p
        on p.location_id = r.location_id
        or (r.location_id is null and p.provider_id = r.provider_id)
    where r.source = 'quality_cases'
),
found as (
    select
        a.location_id,
        case
            when c.not_read > 0 then 1
            when c.opened_on is not null and (c.closed_on is null or c.closed_on < c.opened_on) then 1
        end as is_open,
        case when a.is_named = 1 then c.closed_on end as closed_on,
        case when a.is_named = 1 then c.met_on end as met_on
    from about as a
    join cases as c on c.case_ref = a.case_ref
    union all
    select
        location_id,
        1 as is_open,
        null as closed_on,
        null as met_on
    from unread
)
select
    location_id,
    count(is_open) as open_plans,
    max(closed_on) as closed_on,
    max(met_on) as met_on
from found
group by location_id
