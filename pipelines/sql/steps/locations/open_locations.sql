-- Every location open on the position date: the council's own, and social care locations known only from CQC.
-- A day of opening or closing that could not be read neither opens nor closes: the location is open.
-- One that only CQC knows takes its provider, area and service type from CQC's file. Its provider is the council's where
-- exactly one has CQC's id of it, and then what is known of that provider counts here too.
with cqc_named as (
    select
        r.cqc_location_id,
        r.location_name,
        r.cqc_provider_id,
        r.local_authority,
        coalesce(g.service_type, c.service_type) as service_type,
        coalesce(g.market_segment, c.market_segment) as market_segment,
        r.source_file,
        r.source_row,
        row_number() over (
            partition by r.cqc_location_id
            order by
                coalesce(g.priority, c.priority),
                case when r.published_on is null then 1 else 0 end,
                r.published_on desc,
                r.source_file desc,
                r.source_row
        ) as place
    from cqc_ratings as r
    join service_types as c on c.kind = 'inspection category' and c.word = r.inspection_category
    left join service_types as g on g.kind = 'service group' and g.word = r.service_group
    left join locations as l on l.cqc_location_id = r.cqc_location_id
    where l.location_id is null
),
cqc_providers as (
    select
        cqc_provider_id,
        min(provider_id) as provider_id,
        min(provider_name) as provider_name
    from providers
    where cqc_provider_id is not null
    group by cqc_provider_id
    having count(distinct provider_id) = 1
)
select
    l.location_id,
    coalesce(l.location_name, l.location_id) as location_name,
    l.provider_id,
    p.provider_name,
    l.cqc_location_id,
    coalesce(l.service_type, 'Not recorded') as service_type,
    coalesce(t.market_segment, 'Not recorded') as market_segment,
    coalesce(l.locality, 'Not recorded') as locality,
    l.is_regulated,
    true as is_council,
    l.manager_vacant_since,
    coalesce(c.registered_on, l.opened_on) as registered_on,
    l.source_file,
    l.source_row
from locations as l
left join providers as p on p.provider_id = l.provider_id
left join service_types as t on t.kind = 'service type' and t.word = l.service_type
left join cqc_locations as c on c.cqc_location_id = l.cqc_location_id
where (l.opened_on is null or l.opened_on <= $as_of)
  and (l.closed_on is null or l.closed_on > $as_of)
union all
select
    n.cqc_location_id as location_id,
    coalesce(n.location_name, n.cqc_location_id) as location_name,
    coalesce(p.provider_id, n.cqc_provider_id) as provider_id,
    p.provider_name,
    n.cqc_location_id,
    n.service_type,
    coalesce(n.market_segment, 'Not recorded') as market_segment,
    coalesce(n.local_authority, 'Not recorded') as locality,
    true as is_regulated,
    false as is_council,
    null as manager_vacant_since,
    c.registered_on,
    n.source_file,
    n.source_row
from cqc_named as n
left join cqc_providers as p on p.cqc_provider_id = n.cqc_provider_id
left join cqc_locations as c on c.cqc_location_id = n.cqc_location_id
where n.place = 1
  and (c.registered_on is null or c.registered_on <= $as_of)
  and (c.deregistered_on is null or c.deregistered_on > $as_of)
