-- What each tier rule says of each location, without small counts of people: a rule that counts what happened to people is
-- left out where its count is below the limit, 0 or not known, so that none of these can be told from the others.
select
    s.location_id,
    s.rule_id
from tier_scores as s
where not exists (
    select 1
    from rights as r
    where r.kind = 'hidden rule'
      and r.value = s.rule_id
      and coalesce(s.value, 0) < r.least
)
