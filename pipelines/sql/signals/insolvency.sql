-- Events of insolvency of the provider that have come. The register holds only the newest event, so each is kept from the
-- row that had it: a later event, such as a strike-off after a liquidation, takes nothing back. What does is a row that
-- leaves the event blank, or that has another event for the same day, which is a correction. Proposed here.
-- No event recorded: only where the newest register has the column.
with known as (
    select
        provider_id,
        status_event,
        status_event_on,
        coalesce(refused_columns, '') like '% status_event %' as is_refused,
        recorded_on,
        source_file,
        source_row
    from providers_history
    where recorded_on <= $known_on
),
standing as (
    select
        k.provider_id,
        w.value,
        k.status_event,
        k.status_event_on,
        k.source_file,
        k.source_row,
        row_number() over (
            partition by k.provider_id, k.status_event, k.status_event_on
            order by k.recorded_on desc, k.source_file, k.source_row
        ) as place
    from known as k
    join rule_words as w on w.rule_id = 'insolvency' and w.word = k.status_event and w.value > 0
    where (k.status_event_on is null or k.status_event_on <= $as_of)
      and not exists (
          select 1
          from known as later
          where later.provider_id = k.provider_id
            and later.recorded_on > k.recorded_on
            and (
                (later.status_event is null and not later.is_refused)
                or (later.status_event <> k.status_event and later.status_event_on = k.status_event_on)
            )
      )
)
select
    cast(null as varchar) as location_id,
    p.provider_id,
    coalesce(s.value, 0) as value,
    p.provider_id as record_ref,
    case
        when s.provider_id is not null then s.status_event_on
        when p.status_event_on <= $as_of then p.status_event_on
    end as happened_on,
    case
        when s.provider_id is not null then s.status_event
        when p.status_event is null or p.status_event_on > $as_of then 'No event recorded'
        else p.status_event
    end as detail,
    coalesce(s.source_file, p.source_file) as source_file,
    coalesce(s.source_row, p.source_row) as source_row
from providers as p
left join standing as s on s.provider_id = p.provider_id and s.place = 1
where s.provider_id is not null
   or (
       coalesce(p.refused_columns, '') not like '% status_event %'
       and exists (select 1 from columns_received as c where c.source = 'providers' and c.field = 'status_event')
   )
