-- title:       Step-down checks
-- question:    Which locations may step down from their recorded tier, and what is missing for the others?
-- counts:      Locations with a recorded tier of concern. One may step down when the rules suggested a lower tier at the
--              last two month ends, its service improvement plan is closed, and a review meeting was held since the tier
--              was recorded. Insufficient data at a month end is not a lower tier.
-- source:      Tier decisions, quality support cases, and all that provider tiers are made from.
-- limitations: Both month ends are worked out with what is known now, not with what was known then.
with cases as (
    select
        provider_id,
        location_id,
        max(case when event = 'SIP opened' then event_on end) as opened_on,
        max(case when event = 'SIP closed' then event_on end) as closed_on,
        max(case when event = 'Review meeting' then event_on end) as met_on
    from quality_cases
    where event_on <= $as_of
    group by provider_id, location_id
),
checked as (
    select
        l.location_id,
        l.location_name,
        l.provider_id,
        l.provider_name,
        l.market_segment,
        l.locality,
        l.source_file,
        l.source_row,
        coalesce(d.recorded_tier, w.recorded_tier) as recorded_tier,
        coalesce(d.tier_rank, w.tier_rank) as recorded_rank,
        coalesce(d.decided_on, w.decided_on) as recorded_on,
        coalesce(a.tier_rank, 0) as last_rank,
        coalesce(b.tier_rank, 0) as earlier_rank,
        coalesce(c.opened_on, p.opened_on) as opened_on,
        coalesce(c.closed_on, p.closed_on) as closed_on,
        coalesce(c.met_on, p.met_on) as met_on
    from open_locations as l
    left join recorded_tiers as d on d.location_id = l.location_id and d.provider_id = l.provider_id
    left join recorded_tiers as w on w.provider_id = l.provider_id and w.location_id is null
    left join suggested_tiers__on__last_month_end as a on a.location_id = l.location_id
    left join suggested_tiers__on__earlier_month_end as b on b.location_id = l.location_id
    left join cases as c on c.provider_id = l.provider_id and c.location_id = l.location_id
    left join cases as p on p.provider_id = l.provider_id and p.location_id is null
)
select
    k.location_id,
    k.location_name,
    k.provider_id,
    k.provider_name,
    k.market_segment,
    k.locality,
    k.recorded_tier,
    k.recorded_on,
    $last_month_end as last_month_end,
    coalesce(x.tier, 'Insufficient data') as tier_at_last_month_end,
    $earlier_month_end as earlier_month_end,
    coalesce(y.tier, 'Insufficient data') as tier_at_earlier_month_end,
    k.closed_on as plan_closed_on,
    k.met_on as review_meeting_on,
    case
        when k.last_rank = 0 or k.earlier_rank = 0 then 'Not known: too little evidence at a month end'
        when k.last_rank >= k.recorded_rank or k.earlier_rank >= k.recorded_rank
            then 'No: the tier suggested was not lower at both month ends'
        when k.closed_on is null or k.closed_on < k.opened_on then 'No: the service improvement plan is not closed'
        when k.met_on is null or k.met_on < k.recorded_on then 'No: no review meeting since the tier was recorded'
        else 'May step down'
    end as state,
    k.source_file,
    k.source_row
from checked as k
join tiers_in_force as t on t.tier = k.recorded_tier
join tiers_in_force as lowest on lowest.from_points = 0 and k.recorded_rank > lowest.tier_rank
left join tiers_in_force as x on x.tier_rank = k.last_rank
left join tiers_in_force as y on y.tier_rank = k.earlier_rank
where ($market_segment is null or k.market_segment = $market_segment)
  and ($locality is null or k.locality = $locality)
  and exists (select 1 from visible_locations as v where v.location_id = k.location_id)
order by recorded_tier desc, location_id
