-- Every record that contributes to a rule in force, at every location where the rule applies.
select
    t.location_id,
    t.rule_id,
    t.source_file,
    t.source_row
from tier_records as t
join rules_in_force as r on r.rule_id = t.rule_id
left join tier_scores as s on s.location_id = t.location_id and s.rule_id = t.rule_id
where (s.state is null or s.state <> 'not applicable')
  and exists (select 1 from visible_locations as v where v.location_id = t.location_id)
  and exists (select 1 from visible_findings as v where v.location_id = t.location_id and v.rule_id = t.rule_id)
