-- title:       Provider quality tiers
-- question:    Which services give cause for concern, and how much is known of each?
-- counts:      Every location open on the position date: the council's own, and social care locations known only from
--              CQC. One that opens later, or has closed, is no part of the question. Points of all tier rules are added up
--              and held against the tiers' points. A floor sets the least tier whatever the points, and is never hidden.
--              At least: points or a floor reach the tier, and fewer families of evidence are known than the rules ask for.
--              Insufficient data: no tier of concern is reached, and too few families speak well of the location, or a
--              record about it could not be read. A family is known when a record that could have been good or bad stands
--              behind the score of one of its rules. That no complaint, concern or notice came scores 0 and is no evidence
--              that all is well. The provider's tier is the worst of its locations in the area, as far as you may see them.
-- source:      Locations, providers, CQC ratings, complaints, concerns, KPI returns, assessments, notices, tier decisions.
--              The recorded tier is by the newest decision about the location, or about all services of its provider.
-- limitations: The tier is suggested; people record the tier. Details of a location or provider that carry no date are as
--              known, not as they were on the position date. Urgent action by CQC is in no file: record the tier.
with floors as (
    select
        s.location_id,
        min(r.title) as floor_rule
    from tier_scores as s
    join suggested_tiers as m on m.location_id = s.location_id and m.floor_rank = s.floor_rank
    join rules_in_force as r on r.rule_id = s.rule_id
    group by s.location_id
),
ranked_siblings as (
    select
        l.provider_id,
        s.suggested_tier,
        row_number() over (partition by l.provider_id order by s.tier_rank desc, l.location_id) as place
    from suggested_tiers as s
    join open_locations as l on l.location_id = s.location_id
    join locations_in_area as a on a.location_id = l.location_id
    where l.provider_id is not null
      and exists (select 1 from visible_locations as v where v.location_id = l.location_id)
),
leads as (
    select
        c.provider_id,
        coalesce(o.display_name, c.lead_officer_id) as lead,
        row_number() over (
            partition by c.provider_id
            order by coalesce(c.annual_value, 0) desc, c.contract_ref, c.source_file, c.source_row
        ) as place
    from active_contracts_on_day as c
    left join officers as o on o.officer_id = c.lead_officer_id
    where c.provider_id is not null
)
select
    l.location_id,
    l.location_name,
    l.provider_id,
    l.provider_name,
    l.service_type,
    l.market_segment,
    l.locality,
    l.is_regulated,
    c.lead,
    s.suggested_tier,
    s.tier_rank,
    s.points,
    f.tier as floor_tier,
    n.floor_rule,
    s.families_present,
    s.families_good,
    s.rules_not_known,
    s.records_refused,
    date_diff('day', s.oldest_on, $as_of) as oldest_evidence_days,
    date_diff('day', s.newest_on, $as_of) as newest_evidence_days,
    d.recorded_tier,
    d.decided_on as recorded_on,
    d.is_expired as is_recorded_expired,
    case
        when d.recorded_tier is null then null
        when d.is_expired then false
        when s.is_exact then d.tier_rank <> s.least_rank
        else d.tier_rank < s.least_rank
    end as is_recorded_another,
    w.suggested_tier as provider_suggested_tier,
    l.source_file,
    l.source_row
from open_locations as l
join suggested_tiers as s on s.location_id = l.location_id
left join tiers_in_force as f on f.tier_rank = s.floor_rank
left join floors as n on n.location_id = l.location_id
left join ranked_siblings as w on w.provider_id = l.provider_id and w.place = 1
left join leads as c on c.provider_id = l.provider_id and c.place = 1
left join recorded_tier_of_location as d on d.location_id = l.location_id
where ($market_segment is null or l.market_segment = $market_segment)
  and ($locality is null or l.locality = $locality)
order by s.tier_rank desc, s.points desc, l.location_id
