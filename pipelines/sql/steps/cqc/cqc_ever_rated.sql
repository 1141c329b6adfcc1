-- CQC ids of locations that CQC has ever rated by the position date: as a whole or a service, in any domain.
select distinct r.cqc_location_id
from cqc_ratings_followed as r
join cqc_words as w on lower(w.rating) = lower(r.rating)
where w.rating_rank is not null
  and r.published_on <= $as_of
