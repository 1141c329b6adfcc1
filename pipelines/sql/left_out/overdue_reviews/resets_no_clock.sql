-- Contract reviews, by their type or as far as that is known, that are or may be completed and count for no contract.
select
    r.review_ref as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    case
        when r.status is null then 'Its status could not be read: it resets no clock'
        when r.refused_columns like '% completed_on %' then 'Completed, but the day could not be read: it resets no clock'
        when r.completed_on is null then 'Completed, but the day is not recorded: it resets no clock'
        when r.review_type is null then 'Which kind of review it is could not be read: it resets no clock'
        else 'Its provider has no contract in the register that it could be about: it resets no clock'
    end as reason,
    r.source_file,
    r.source_row
from reviews as r
left join contract_places as c on c.contract_ref = r.contract_ref
left join review_matches as m on m.source_file = r.source_file and m.source_row = r.source_row
where (r.review_type is null or r.review_type in ('Contract review', 'CHC contract review'))
  and (r.status is null or r.status = 'Completed')
  and (r.completed_on is null or r.completed_on <= $as_of)
  and (r.contract_ref is null or c.contract_ref is not null)
  and m.review_ref is null
