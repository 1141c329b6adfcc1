select
    r.cqc_location_id as record_ref,
    'Not recorded' as market_segment,
    coalesce(r.local_authority, 'Not recorded') as locality,
    'A rating without the day it was published: nobody can say whether it stands' as reason,
    r.source_file,
    r.source_row
from cqc_ratings as r
join cqc_words as w on lower(w.rating) = lower(r.rating)
where r.published_on is null
  and w.rating_rank is not null
