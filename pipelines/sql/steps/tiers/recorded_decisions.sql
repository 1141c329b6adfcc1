-- Every tier that people recorded by the position date, with its order. Expired: its last day has passed, and it stands
-- all the same until another decision replaces it. One whose tier or day could not be read is left out.
select
    d.provider_id,
    d.location_id,
    d.recorded_tier,
    coalesce(t.tier_rank, 0) as tier_rank,
    d.decided_on,
    d.expires_on is not null and d.expires_on < $as_of as is_expired,
    d.source_file,
    d.source_row
from tier_decisions as d
left join tiers_in_force as t on t.tier = d.recorded_tier
where d.decided_on <= $as_of
  and d.recorded_tier is not null
