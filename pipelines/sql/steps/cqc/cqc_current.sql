-- CQC's current rating of each location for Overall, Safe and Well-led: one row per location and domain.
-- The last rating by the position date stands until CQC publishes another: a visit without a rating, or any word that is no
-- rating, is said beside it and takes nothing away. On one date: one not inherited, since CQC publishes both and the other
-- is of the provider before; then the worse, then file and row.
-- Location level first. Service level (the worst of the last rating of each service group) where the location has
-- no rating, or where CQC has withdrawn the location's rating (no rating and no date) and a service was rated later.
-- A service group that CQC lists no more keeps its last rating until CQC rates the group or the location again: no file of
-- CQC says that a group has ended, and silence takes no rating away. Its age is a signal of its own. Proposed here.
with said as (
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
        row_number() over (
            partition by
                r.cqc_location_id,
                r.domain,
                r.service_group,
                case when w.rating_rank is null then 0 else 1 end
            order by
                r.published_on desc,
                case when r.is_inherited then 1 else 0 end,
                w.rating_rank,
                coalesce(r.report_type, ''),
                r.source_file,
                r.source_row
        ) as place
    from cqc_ratings_followed as r
    left join cqc_words as w on lower(w.rating) = lower(r.rating)
    where r.domain in ('Overall', 'Safe', 'Well-led')
      and r.published_on <= $as_of
),
published as (
    select
        p.cqc_location_id,
        p.domain,
        p.service_group,
        p.rating || case
            when p.rated_as is null then ''
            else ' (as ' || p.rated_as || ', which it took over from)'
        end || case
            when v.rating is null then ''
            else '; since then: ' || v.rating || ', ' || cast(v.published_on as varchar)
        end as rating_words,
        p.rating_rank,
        p.published_on,
        p.source_file,
        p.source_row
    from said as p
    left join said as v
        on v.cqc_location_id = p.cqc_location_id
        and v.domain = p.domain
        and v.service_group = p.service_group
        and v.place = 1
        and v.rating_rank is null
        and v.published_on > p.published_on
    where p.place = 1
      and p.rating_rank is not null
    union all
    select
        v.cqc_location_id,
        v.domain,
        v.service_group,
        v.rating as rating_words,
        v.rating_rank,
        v.published_on,
        v.source_file,
        v.source_row
    from said as v
    left join said as p
        on p.cqc_location_id = v.cqc_location_id
        and p.domain = v.domain
        and p.service_group = v.service_group
        and p.rating_rank is not null
    where v.place = 1
      and v.rating_rank is null
      and v.rating is not null
      and p.cqc_location_id is null
),
services as (
    select
        cqc_location_id,
        domain,
        service_group,
        rating_words,
        rating_rank,
        published_on,
        source_file,
        source_row,
        max(published_on) over (partition by cqc_location_id, domain) as newest_on,
        row_number() over (
            partition by cqc_location_id, domain
            order by rating_rank, published_on desc, service_group
        ) as place
    from published
    where service_group <> 'Overall'
      and rating_rank is not null
),
withdrawn as (
    select distinct
        r.cqc_location_id,
        r.domain
    from cqc_ratings_followed as r
    left join cqc_words as w on lower(w.rating) = lower(r.rating)
    where r.service_group = 'Overall'
      and r.published_on is null
      and r.rating is not null
      and w.rating_rank is null
),
whole as (
    select
        p.cqc_location_id,
        p.domain,
        p.rating_words,
        p.rating_rank,
        p.published_on,
        p.source_file,
        p.source_row
    from published as p
    left join services as s on s.cqc_location_id = p.cqc_location_id and s.domain = p.domain and s.place = 1
    left join withdrawn as n on n.cqc_location_id = p.cqc_location_id and n.domain = p.domain
    where p.service_group = 'Overall'
      and (
          s.cqc_location_id is null
          or (p.rating_rank is not null and (n.cqc_location_id is null or s.newest_on <= p.published_on))
      )
)
select
    cqc_location_id,
    domain,
    rating_rank,
    published_on,
    rating_words,
    source_file,
    source_row
from whole
union all
select
    s.cqc_location_id,
    s.domain,
    s.rating_rank,
    s.published_on,
    s.rating_words || ' (service level: ' || s.service_group || ')' as rating_words,
    s.source_file,
    s.source_row
from services as s
left join whole as w on w.cqc_location_id = s.cqc_location_id and w.domain = s.domain
where s.place = 1
  and w.cqc_location_id is null
