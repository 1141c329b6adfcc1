-- CQC's ratings, and those of the one location that a location took over from, for as long as it has none of its own.
-- A service that is registered anew keeps its history so. With more than one predecessor nobody can say whose counts.
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
left join (
    select distinct cqc_location_id
    from cqc_ratings
    where published_on <= $as_of
) as own on own.cqc_location_id = l.cqc_location_id
where own.cqc_location_id is null
