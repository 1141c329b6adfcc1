-- title:       Step-down checks
-- question:    Which locations may step down from their recorded tier, and what is missing for the others?
-- counts:      Locations open on the position date with a recorded tier of concern, expired or not. One may step down when
--              the rules suggested a lower tier at the last two month ends, every service improvement plan about it is
--              closed and there is one, and a review meeting was held since the tier was recorded. Insufficient data, and
--              at least a lower tier, at a month end is not a lower tier. A plan is open from SIP opened until SIP closed
--              of the same case. A case is about the locations that its events name; when none names one, about all services
--              of the provider, and then about the locations that were the provider's when it was opened, or are now.
-- source:      Tier decisions, quality support cases, and all that provider tiers are made from.
-- limitations: Both month ends are worked out with what is known now, not with what was known then.
with checked as (
    select
        l.location_id,
        l.location_name,
        l.provider_id,
        l.provider_name,
        l.market_segment,
        l.locality,
        l.source_file,
        l.source_row,
        d.recorded_tier,
        d.tier_rank as recorded_rank,
        d.decided_on as recorded_on,
        coalesce(a.least_rank, 0) as last_rank,
        coalesce(a.is_exact, false) as is_last_exact,
        coalesce(a.suggested_tier, 'Insufficient data') as last_tier,
        coalesce(b.least_rank, 0) as earlier_rank,
        coalesce(b.is_exact, false) as is_earlier_exact,
        coalesce(b.suggested_tier, 'Insufficient data') as earlier_tier,
        coalesce(p.open_plans, 0) as open_plans,
        p.closed_on,
        p.met_on
    from open_locations as l
    join recorded_tier_of_location as d on d.location_id = l.location_id
    join tiers_in_force as lowest on lowest.from_points = 0 and d.tier_rank > lowest.tier_rank
    left join suggested_tiers_on_days as a on a.location_id = l.location_id and a.on_day = $last_month_end
    left join suggested_tiers_on_days as b on b.location_id = l.location_id and b.on_day = $earlier_month_end
    left join location_plans as p on p.location_id = l.location_id
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
    k.last_tier as tier_at_last_month_end,
    $earlier_month_end as earlier_month_end,
    k.earlier_tier as tier_at_earlier_month_end,
    k.closed_on as plan_closed_on,
    k.met_on as review_meeting_on,
    case
        when k.last_rank >= k.recorded_rank or k.earlier_rank >= k.recorded_rank
            then 'No: the tier suggested was not lower at both month ends'
        when not k.is_last_exact or not k.is_earlier_exact then 'Not known: too little evidence at a month end'
        when k.open_plans > 0 or k.closed_on is null then 'No: the service improvement plan is not closed'
        when k.met_on is null or k.met_on < k.recorded_on then 'No: no review meeting since the tier was recorded'
        else 'May step down'
    end as state,
    k.source_file,
    k.source_row
from checked as k
where ($market_segment is null or k.market_segment = $market_segment)
  and ($locality is null or k.locality = $locality)
order by recorded_tier desc, location_id
