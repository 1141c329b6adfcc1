-- Tier rules in force on the position date, one version of each.
select
    rule_id,
    family,
    title,
    applies_to,
    window_days,
    counted,
    zero_source,
    is_evidence,
    effective_from,
    authority
from tier_rules
where effective_from <= $as_of
  and (effective_to is null or effective_to >= $as_of)
