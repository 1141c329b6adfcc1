-- title:       Evidence behind the quality tiers
-- question:    What does each rule say about each location, and from which rows?
-- counts:      Every location open on the position date against every tier rule in force: a row also where nothing is
--              known. scored: a value is known. not known: no record, and its absence says nothing; points stay
--              blank. not applicable: the rule does not look at this kind of location. No complaint, concern or notice is
--              a known 0 only at the council's own locations, only once that register was received, and not where a record
--              could not be read: how many there are is said beside the finding.
-- source:      The registers that the rules name; each record with its file and row.
-- limitations: Days are counted to the position date. A provider's record without a location counts at each of its
--              locations.
with places as (
    select
        location_id,
        rule_id,
        string_agg(
            source_file || ' row ' || cast(source_row as varchar), '; ' order by source_file, source_row
        ) as source_rows
    from tier_records
    group by location_id, rule_id
)
select
    l.location_id,
    l.location_name,
    r.rule_id,
    r.title as rule_title,
    r.family,
    s.state,
    s.value,
    case
        when s.state = 'not applicable' then 'Not applicable'
        when s.state = 'not known' then 'Not known' || coalesce(': ' || s.detail, '')
        when r.counted is not null then r.counted || ': ' || cast(cast(s.value as bigint) as varchar)
        else coalesce(s.detail, '')
    end || case
        when s.records_refused = 0 then ''
        else '; could not be read: ' || cast(s.records_refused as varchar)
    end as value_words,
    s.points,
    s.floor_tier,
    s.newest_on as evidence_on,
    date_diff('day', s.newest_on, $as_of) as evidence_age_days,
    s.record_count,
    s.records_refused,
    case when s.state <> 'not applicable' then p.source_rows end as source_rows,
    r.authority,
    r.effective_from
from tier_scores as s
join open_locations as l on l.location_id = s.location_id
join rules_in_force as r on r.rule_id = s.rule_id
left join places as p on p.location_id = s.location_id and p.rule_id = s.rule_id
where ($location_id is null or l.location_id = $location_id)
  and ($market_segment is null or l.market_segment = $market_segment)
  and ($locality is null or l.locality = $locality)
order by l.location_id, r.family, r.rule_id
