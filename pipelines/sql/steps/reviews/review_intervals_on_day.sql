-- The interval of each contract in force: by its contract tier, or shorter while its provider is at a quality tier of
-- concern. A contract tier that could not be read may be any, so its interval is the shortest, and so is that of a contract
-- with a provider of which a newer decision about its quality tier could not be read (Proposed here). The
-- interval is blank where no rule is in force on the day.
-- The quality tier is the one recorded for the provider, as on every page; an expired decision counts until another replaces
-- it.
with intervals as (
    select
        contract_tier,
        months
    from review_intervals
    where effective_from <= $as_of
      and (effective_to is null or effective_to >= $as_of)
    union all
    select
        'Not known' as contract_tier,
        min(months) as months
    from review_intervals
    where effective_from <= $as_of
      and (effective_to is null or effective_to >= $as_of)
),
quality_intervals as (
    select
        quality_tier,
        tier_rank,
        months
    from review_quality_intervals
    where effective_from <= $as_of
      and (effective_to is null or effective_to >= $as_of)
),
shortest as (
    select min(months) as months from quality_intervals
),
recorded as (
    select
        q.provider_id,
        q.recorded_tier,
        s.quality_tier,
        s.months
    from recorded_tier_of_provider as q
    left join quality_intervals as s on s.tier_rank = q.tier_rank
),
unread as (
    -- A tier that is reviewed at the shortest interval already stands as it was recorded.
    select distinct
        d.provider_id,
        s.months
    from decisions_not_read as d
    cross join shortest as s
    left join recorded as r on r.provider_id = d.provider_id
    where d.provider_id is not null
      and (r.months is null or r.months > s.months)
),
standing as (
    select
        r.provider_id,
        r.recorded_tier,
        r.quality_tier,
        r.months
    from recorded as r
    left join unread as u on u.provider_id = r.provider_id
    where u.provider_id is null
    union all
    select
        provider_id,
        'Not known' as recorded_tier,
        'not known: the shortest' as quality_tier,
        months
    from unread
)
select
    c.contract_ref,
    c.provider_id,
    c.supplier_name,
    c.market_segment,
    c.locality,
    c.start_on,
    c.is_out_of_county,
    c.may_serve_chc,
    coalesce(t.contract_tier, 'Not tiered') as contract_tier,
    coalesce(s.recorded_tier, 'Not recorded') as quality_tier,
    case when i.months is null or s.months < i.months then s.months else i.months end as interval_months,
    case
        when i.months is null or s.months < i.months then 'Provider quality tier ' || s.quality_tier
        when t.contract_tier = 'Not known' then 'Contract tier not known: the shortest'
        else 'Contract tier ' || i.contract_tier
    end as interval_reason,
    c.refused_columns,
    c.source_file,
    c.source_row
from active_contracts_on_day as c
left join contract_tier_of as t on t.contract_ref = c.contract_ref
left join intervals as i on i.contract_tier = coalesce(t.contract_tier, 'Not tiered')
left join standing as s on s.provider_id = c.provider_id
