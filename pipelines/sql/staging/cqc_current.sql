-- CQC's current rating of each location for Overall, Safe and Well-led: one row per location and domain.
-- Newest publication by the position date; on one date the worse rating, then one not inherited, then file and row.
-- Location level first. Service level (the worst of the newest rating of each service group) where the location has
-- no rating, or where CQC has withdrawn the location's rating (a row without a date) and a service was rated later.
with published as (
    select
        r.cqc_location_id,
        r.domain,
        r.service_group,
        r.rating,
        w.rating_rank,
        r.published_on,
        r.rated_as,
        r.source_file,
        r.source_row,
        max(w.rating_rank) over (partition by r.cqc_location_id) is not null as is_ever_rated,
        row_number() over (
            partition by r.cqc_location_id, r.domain, r.service_group
            order by
                r.published_on desc,
                case when w.rating_rank is null then 1 else 0 end,
                w.rating_rank,
                case when r.is_inherited then 1 else 0 end,
                coalesce(r.report_type, ''),
                r.source_file,
                r.source_row
        ) as place
    from cqc_ratings_followed as r
    left join cqc_words as w on w.rating = lower(r.rating)
    where r.domain in ('Overall', 'Safe', 'Well-led')
      and r.published_on <= $as_of
),
services as (
    select
        cqc_location_id,
        domain,
        service_group,
        rating,
        rating_rank,
        published_on,
        rated_as,
        is_ever_rated,
        source_file,
        source_row,
        max(published_on) over (partition by cqc_location_id, domain) as newest_on,
        row_number() over (
            partition by cqc_location_id, domain
            order by rating_rank, published_on desc, service_group
        ) as place
    from published
    where place = 1
      and service_group <> 'Overall'
      and rating_rank is not null
),
withdrawn as (
    select distinct
        cqc_location_id,
        domain
    from cqc_ratings_followed
    where service_group = 'Overall'
      and published_on is null
),
whole as (
    select
        p.cqc_location_id,
        p.domain,
        p.rating,
        p.rating_rank,
        p.published_on,
        p.rated_as,
        p.is_ever_rated,
        p.source_file,
        p.source_row
    from published as p
    left join services as s on s.cqc_location_id = p.cqc_location_id and s.domain = p.domain and s.place = 1
    left join withdrawn as n on n.cqc_location_id = p.cqc_location_id and n.domain = p.domain
    where p.place = 1
      and p.service_group = 'Overall'
      and (
          s.cqc_location_id is null
          or (p.rating_rank is not null and (n.cqc_location_id is null or s.newest_on <= p.published_on))
      )
)
select
    cqc_location_id,
    domain,
    rating,
    rating_rank,
    published_on,
    is_ever_rated,
    rating || case when rated_as is null then '' else ' (as ' || rated_as || ', which it took over from)' end as rating_words,
    source_file,
    source_row
from whole
union all
select
    s.cqc_location_id,
    s.domain,
    s.rating,
    s.rating_rank,
    s.published_on,
    s.is_ever_rated,
    s.rating || ' (service level: ' || s.service_group || ')'
        || case when s.rated_as is null then '' else ' (as ' || s.rated_as || ', which it took over from)' end as rating_words,
    s.source_file,
    s.source_row
from services as s
left join whole as w on w.cqc_location_id = s.cqc_location_id and w.domain = s.domain
where s.place = 1
  and w.cqc_location_id is null
