-- Open locations that count in the council's area, by areas.csv: those that the council's register gives an area, unless it
-- is listed as outside; and those whose council area, as CQC has it, is listed as inside. The council's own also count
-- where nothing says where they are, as where that council area is not listed: not known is not elsewhere. Proposed here.
with named as (
    select
        cqc_location_id,
        local_authority
    from cqc_ratings
    where local_authority is not null
    union
    select
        cqc_location_id,
        local_authority
    from cqc_locations
    where local_authority is not null
),
placed as (
    select
        n.cqc_location_id,
        max(case when a.is_in_area then 1 when a.locality is not null then 0 end) as inside
    from named as n
    left join areas as a on a.locality = n.local_authority
    group by n.cqc_location_id
)
select l.location_id
from open_locations as l
left join locations as r on r.location_id = l.location_id and l.is_council
left join areas as a on a.locality = r.locality
left join placed as p on p.cqc_location_id = l.cqc_location_id
where p.inside = 1
   or (l.is_council and r.locality is not null and coalesce(a.is_in_area, true))
   or (l.is_council and r.locality is null and (p.inside is null or r.refused_columns like '% locality %'))
