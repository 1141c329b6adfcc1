-- title:       Provider quality tiers
-- question:    Which services give cause for concern, and how much is known of each?
-- counts:      Every location open on the position date: the council's own, and social care locations known only from
--              CQC. Points of all tier rules are added up and held against the tiers' points. A floor sets the least
--              tier whatever the points. Insufficient data: fewer families of evidence are known than the rules ask
--              for; a floor of Tier 2 or 3 is shown all the same. A family is known when a record stands behind the
--              score of one of its rules. That no complaint, concern or notice came scores 0 and is no evidence that
--              all is well.
-- source:      Locations, providers, CQC ratings, complaints, concerns, KPI returns, assessments, notices, tier decisions.
--              The recorded tier is the newest for the location; without one, the newest for the whole provider.
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
provider_worst as (
    select
        l.provider_id,
        max(s.tier_rank) as tier_rank
    from suggested_tiers as s
    join open_locations as l on l.location_id = s.location_id
    group by l.provider_id
),
leads as (
    select
        c.provider_id,
        o.display_name as lead,
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
    coalesce(t.tier, 'Insufficient data') as suggested_tier,
    s.tier_rank,
    s.points,
    f.tier as floor_tier,
    n.floor_rule,
    s.families_present,
    s.rules_not_known,
    date_diff('day', s.oldest_on, $as_of) as oldest_evidence_days,
    date_diff('day', s.newest_on, $as_of) as newest_evidence_days,
    coalesce(d.recorded_tier, w.recorded_tier) as recorded_tier,
    coalesce(d.decided_on, w.decided_on) as recorded_on,
    coalesce(d.is_expired, w.is_expired) as is_recorded_expired,
    coalesce(v.tier, t.tier, 'Insufficient data') as provider_suggested_tier,
    l.source_file,
    l.source_row
from open_locations as l
join suggested_tiers as s on s.location_id = l.location_id
left join tiers_in_force as t on t.tier_rank = s.tier_rank
left join tiers_in_force as f on f.tier_rank = s.floor_rank
left join floors as n on n.location_id = l.location_id
left join provider_worst as m on m.provider_id = l.provider_id
left join tiers_in_force as v on v.tier_rank = m.tier_rank
left join leads as c on c.provider_id = l.provider_id and c.place = 1
left join recorded_tiers as d on d.location_id = l.location_id and d.provider_id = l.provider_id
left join recorded_tiers as w on w.provider_id = l.provider_id and w.location_id is null
where ($market_segment is null or l.market_segment = $market_segment)
  and ($locality is null or l.locality = $locality)
  and exists (select 1 from visible_locations as v where v.location_id = l.location_id)
order by s.tier_rank desc, s.points desc, l.location_id
