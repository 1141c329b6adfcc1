-- CQC's ratings, and those of the one location that a location took over from, in each domain in which it has not been
-- rated itself: a visit without a rating replaces nothing. A service that is registered anew keeps its history so. With
-- more than one predecessor nobody can say whose counts.
with own as (
    select distinct
        r.cqc_location_id,
        r.domain
    from cqc_ratings as r
    join cqc_words as w on lower(w.rating) = lower(r.rating)
    where w.rating_rank is not null
      and r.published_on <= $as_of
)
select
    r.cqc_location_id,
    r.service_group,
    r.domain,
    r.rating,
    r.published_on,
    r.report_type,
    r.is_inherited,
    cast(null as varchar) as rated_as,
    r.source_file,
    r.source_row
from cqc_ratings as r
union all
select
    l.cqc_location_id,
    r.service_group,
    r.domain,
    r.rating,
    r.published_on,
    r.report_type,
    true as is_inherited,
    r.cqc_location_id as rated_as,
    r.source_file,
    r.source_row
from cqc_locations as l
join cqc_ratings as r on r.cqc_location_id = l.successor_of
left join own as o on o.cqc_location_id = l.cqc_location_id and o.domain = r.domain
where o.cqc_location_id is null
