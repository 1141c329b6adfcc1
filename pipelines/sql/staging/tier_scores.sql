-- Every open location against every tier rule in force. The grid comes first and values are joined to it, so a location
-- of which nothing is known has its row for each rule.
-- scored: a value is known. No record is a known 0 only at the council's own locations, once the rule's source was
-- received, or where KPI returns were due. not known: anything else, and its points stay blank.
-- is_evidence: something stands behind the score. Silence scores 0 and is no evidence that all is well.
with totals as (
    select
        location_id,
        rule_id,
        sum(value) as value,
        max(happened_on) as newest_on,
        min(happened_on) as oldest_on,
        max(detail) as detail,
        count(*) as record_count
    from tier_records
    group by location_id, rule_id
),
valued as (
    select
        l.location_id,
        r.rule_id,
        r.family,
        r.is_evidence,
        r.effective_from,
        r.applies_to = 'all'
        or (r.applies_to = 'regulated' and l.is_regulated)
        or (r.applies_to = 'unregulated' and not l.is_regulated) as is_applicable,
        cast(
            case
                when t.location_id is not null then t.value
                when s.source is not null and l.is_council then 0
                when k.location_id is not null then 0
            end as double
        ) as value,
        t.newest_on,
        t.oldest_on,
        t.detail,
        coalesce(t.record_count, 0) as record_count,
        t.location_id is not null or k.location_id is not null as is_backed
    from open_locations as l
    cross join rules_in_force as r
    left join totals as t on t.location_id = l.location_id and t.rule_id = r.rule_id
    left join sources_received as s on s.source = r.zero_source
    left join kpi_known as k on k.location_id = l.location_id and k.rule_id = r.rule_id
)
select
    v.location_id,
    v.rule_id,
    v.family,
    v.is_evidence and v.is_backed as is_evidence,
    case
        when not v.is_applicable then 'not applicable'
        when v.value is null then 'not known'
        else 'scored'
    end as state,
    case when v.is_applicable then v.value end as value,
    case when v.is_applicable and v.value is not null then coalesce(b.points, 0) end as points,
    b.floor_tier,
    q.tier_rank as floor_rank,
    case when v.is_applicable then v.newest_on end as newest_on,
    case when v.is_applicable then v.oldest_on end as oldest_on,
    case when v.is_applicable then v.detail end as detail,
    case when v.is_applicable then v.record_count else 0 end as record_count
from valued as v
left join tier_bands as b
    on b.rule_id = v.rule_id
    and b.effective_from = v.effective_from
    and v.is_applicable
    and v.value >= b.from_value
    and (b.below_value is null or v.value < b.below_value)
left join tiers_in_force as q on q.tier = b.floor_tier
