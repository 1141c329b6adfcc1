-- The latest tier people recorded by the position date, for each provider and location (blank: the whole provider).
-- Two of one day: the worse. An expired decision stays until another replaces it, and is marked.
with ranked as (
    select
        d.provider_id,
        d.location_id,
        d.recorded_tier,
        t.tier_rank,
        d.decided_on,
        d.expires_on is not null and d.expires_on < $as_of as is_expired,
        row_number() over (
            partition by d.provider_id, d.location_id
            order by d.decided_on desc, t.tier_rank desc, d.source_file, d.source_row
        ) as place
    from tier_decisions as d
    join tiers_in_force as t on t.tier = d.recorded_tier
    where d.decided_on <= $as_of
)
select
    provider_id,
    location_id,
    recorded_tier,
    tier_rank,
    decided_on,
    is_expired
from ranked
where place = 1
