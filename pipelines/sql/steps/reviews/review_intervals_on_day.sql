-- The interval of each contract in force: by its contract tier, or shorter while its provider is at a quality tier of
-- concern. A contract tier that could not be read may be any, so its interval is the shortest (Proposed here). The
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
    coalesce(q.recorded_tier, 'Not recorded') as quality_tier,
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
left join recorded_tier_of_provider as q on q.provider_id = c.provider_id
left join review_quality_intervals as s
    on s.tier_rank = q.tier_rank
    and s.effective_from <= $as_of
    and (s.effective_to is null or s.effective_to >= $as_of)
