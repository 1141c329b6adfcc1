-- Words that the tier rules in force look for, each with the number it stands for and the rule's window.
select
    w.rule_id,
    w.word,
    w.value,
    r.window_days
from rules_in_force as r
join tier_words as w on w.rule_id = r.rule_id and w.effective_from = r.effective_from
