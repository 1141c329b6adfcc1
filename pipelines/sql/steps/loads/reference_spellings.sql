-- One spelling for references that a person takes for the same: `spelling` has no capitals, no spaces and no dashes.
-- Nothing is joined by it, since two such references may be meant: it only says which are alike.
with written as (
    select named as written_as from own_references
    union
    select named as written_as from unknown_references
    union
    select cqc_location_id as written_as from cqc_ratings
)
select
    written_as,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        lower(written_as), '‐', '-'), '‑', '-'), '‒', '-'), '–', '-'), '—', '-'), '―', '-'), '−', '-'), '﹘', '-'), '－', '-'), '-', ''), ' ', '') as spelling
from written
where written_as is not null
