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
standing as (
    select
        q.provider_id,
        q.recorded_tier,
        s.quality_tier,
        s.months
    from recorded_tier_of_provider as q
    left join quality_intervals as s on s.tier_rank = q.tier_rank
    left join decisions_not_read as d on d.provider_id = q.provider_id
    where d.provider_id is null
    union all
    select
        d.provider_id,
        'Not known' as recorded_tier,
        'not known: the shortest' as quality_tier,
        s.months
    from (select distinct provider_id from decisions_not_read where provider_id is not null) as d
    cross join (select min(months) as months from quality_intervals) as s
)
select
    c.contract_ref,
    c.title,
    c.provider_id,
    c.supplier_name,
    c.market_segment,
    c.locality,
    c.lead_officer_id,
    c.annual_value,
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
