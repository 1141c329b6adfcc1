select
    r.cqc_location_id as record_ref,
    'Not recorded' as market_segment,
    coalesce(r.local_authority, 'Not recorded') as locality,
    'CQC''s word for the rating is not in cqc_ratings.csv' as reason,
    r.source_file,
    r.source_row
from cqc_ratings as r
left join cqc_words as w on w.rating = lower(r.rating)
where w.rating is null
  and r.rating is not null
  and (r.published_on is null or r.published_on <= $as_of)
