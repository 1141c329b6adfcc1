-- Days without a registered manager. A blank says that there is no vacancy only where the newest register has the column.
select
    f.location_id,
    cast(null as varchar) as provider_id,
    coalesce(date_diff('day', f.vacant_since, $as_of), 0) as value,
    f.location_id as record_ref,
    f.vacant_since as happened_on,
    case
        when f.vacant_since is null then 'No vacancy recorded'
        else cast(date_diff('day', f.vacant_since, $as_of) as varchar) || ' days without a manager'
    end as detail,
    f.source_file,
    f.source_row
from location_facts as f
join locations as l on l.location_id = f.location_id
where f.is_council
  and coalesce(l.refused_columns, '') not like '% manager_vacant_since %'
  and (
      f.vacant_since is not null
      or exists (
          select 1 from columns_received as c where c.source = 'locations' and c.field = 'manager_vacant_since'
      )
  )
