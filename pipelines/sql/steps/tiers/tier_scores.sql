-- Every open location against every tier rule in force. The grid comes first and values are joined to it, so a location
-- of which nothing is known has its row for each rule.
-- scored: a value is known. No record is a known 0 only at the council's own locations, once the rule's source was
-- received, or where KPI returns were due; and not where a record could not be read. not known: anything else, and its
-- points stay blank.
-- is_evidence: something stands behind the score that could have been good or bad. Silence scores 0 and is no evidence.
-- is_good: evidence that speaks well: no points and no floor; of KPI returns, at least one that met its target.
with totals as (
    select
        location_id,
        rule_id,
        sum(value) as value,
        max(happened_on) as newest_on,
        min(happened_on) as oldest_on,
        max(case when value is not null then detail end) as counted_detail,
        max(detail) as detail,
        sum(is_read) as record_count,
        count(*) - sum(is_read) as records_refused
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
        or (r.applies_to = 'regulated' and f.is_regulated)
        or (r.applies_to = 'unregulated' and not f.is_regulated) as is_applicable,
        cast(
            case
                when t.value is not null then t.value
                when k.location_id is not null then 0
                when t.location_id is not null then null
                when s.source is not null and l.is_council then 0
            end as double
        ) as value,
        t.newest_on,
        t.oldest_on,
        coalesce(t.counted_detail, t.detail) as detail,
        coalesce(t.record_count, 0) as record_count,
        coalesce(t.records_refused, 0) as records_refused,
        t.value is not null or k.location_id is not null as is_backed,
        coalesce(k.is_met, false) as is_met
    from open_locations as l
    join location_facts as f on f.location_id = l.location_id
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
    v.is_evidence
    and v.is_backed
    and (v.is_met or (coalesce(b.points, 0) = 0 and b.floor_tier is null)) as is_good,
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
    case when v.is_applicable then v.record_count else 0 end as record_count,
    case when v.is_applicable then v.records_refused else 0 end as records_refused
from valued as v
left join tier_bands as b
    on b.rule_id = v.rule_id
    and b.effective_from = v.effective_from
    and v.is_applicable
    and v.value >= b.from_value
    and (b.below_value is null or v.value < b.below_value)
left join tiers_in_force as q on q.tier = b.floor_tier
