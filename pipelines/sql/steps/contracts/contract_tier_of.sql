-- Each contract's tier by its newest assessment: the tier agreed; else the sum of its five scores, lifted by a floor.
-- Gold sorts before Silver, so the first word in the alphabet is the higher of two floors.
-- Not known: the tier agreed or a score could not be read, and an older assessment is no answer (Proposed here). A whole
-- value that could not be read may be above any floor's, so it meets the floor's condition (Proposed here).
with assessed as (
    select
        contract_ref,
        agreed_tier,
        impact_score,
        continuity_score,
        annual_value_score + impact_score + continuity_score + complexity_score + strategic_score as score,
        coalesce(refused_columns like '% agreed_tier %', false) as is_agreed_unread,
        row_number() over (
            partition by contract_ref
            order by assessed_on desc, source_file, source_row
        ) as place
    from contract_tierings
    where assessed_on <= $as_of
),
whole_values as (
    select
        contract_ref,
        max(total_value) as total_value,
        max(case when refused_columns like '% total_value %' then 1 else 0 end) as is_unread
    from contracts
    group by contract_ref
)
select
    a.contract_ref,
    min(
        case
            when a.agreed_tier is not null then a.agreed_tier
            when a.is_agreed_unread or a.score is null then 'Not known'
            else coalesce(f.contract_tier, b.contract_tier)
        end
    ) as contract_tier
from assessed as a
left join whole_values as v on v.contract_ref = a.contract_ref
left join contract_tiers as b
    on a.score >= b.from_score
    and (b.below_score is null or a.score < b.below_score)
    and b.effective_from <= $as_of
    and (b.effective_to is null or b.effective_to >= $as_of)
left join contract_tier_floors as f
    on f.lifts_tier = b.contract_tier
    and (f.total_value_above is null or v.total_value > f.total_value_above or v.is_unread = 1)
    and (f.impact_score is null or a.impact_score >= f.impact_score)
    and (f.continuity_score is null or a.continuity_score >= f.continuity_score)
    and f.effective_from <= $as_of
    and (f.effective_to is null or f.effective_to >= $as_of)
where a.place = 1
group by a.contract_ref
