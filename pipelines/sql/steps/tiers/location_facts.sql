-- What is measured once for each open location: its CQC ratings, newest assessment, and manager.
-- Two assessments of one day: the worse, then the lower reference.
-- CQC regulates a location when the register says so, or does not say; and when CQC has rated it, whatever the register says.
with assessed as (
    select
        a.location_id,
        a.assessment_ref,
        a.assessed_on,
        a.overall_rating,
        w.value,
        a.source_file,
        a.source_row,
        row_number() over (
            partition by a.location_id
            order by a.assessed_on desc, w.value, a.assessment_ref
        ) as place
    from assessments as a
    join rule_words as w on w.rule_id = 'assessment-overall' and w.word = a.overall_rating
    where a.assessed_on <= $as_of
)
select
    l.location_id,
    l.cqc_location_id,
    l.registered_on,
    l.is_council,
    coalesce(l.is_regulated, true)
    or o.rating_rank is not null
    or f.rating_rank is not null
    or w.rating_rank is not null as is_regulated,
    coalesce(l.is_regulated, true) as is_said_to_be_regulated,
    case when l.manager_vacant_since <= $as_of then l.manager_vacant_since end as vacant_since,
    l.source_file,
    l.source_row,
    s.source is not null as is_cqc_known,
    e.cqc_location_id is not null as is_ever_rated,
    o.rating_rank as overall_rank,
    o.rating_words as overall_words,
    o.published_on as overall_on,
    o.source_file as overall_file,
    o.source_row as overall_row,
    f.rating_rank as safe_rank,
    f.rating_words as safe_words,
    f.published_on as safe_on,
    f.source_file as safe_file,
    f.source_row as safe_row,
    w.rating_rank as well_led_rank,
    w.rating_words as well_led_words,
    w.published_on as well_led_on,
    w.source_file as well_led_file,
    w.source_row as well_led_row,
    a.value as assessed_value,
    a.overall_rating as assessed_words,
    a.assessment_ref,
    a.assessed_on,
    a.source_file as assessed_file,
    a.source_row as assessed_row
from open_locations as l
left join sources_received as s on s.source = 'cqc_ratings'
left join cqc_current as o on o.cqc_location_id = l.cqc_location_id and o.domain = 'Overall'
left join cqc_current as f on f.cqc_location_id = l.cqc_location_id and f.domain = 'Safe'
left join cqc_current as w on w.cqc_location_id = l.cqc_location_id and w.domain = 'Well-led'
left join cqc_ever_rated as e on e.cqc_location_id = l.cqc_location_id
left join assessed as a on a.location_id = l.location_id and a.place = 1
