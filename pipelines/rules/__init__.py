"""data/rules, read and checked: every number and word of a rule, with its authority and the days it is in force."""

from pipelines.rule_files import RulesError as RulesError
from pipelines.rules.all import RULE_TABLES as RULE_TABLES
from pipelines.rules.ruleset import RuleSet as RuleSet
from pipelines.rules.ruleset import load_rules as load_rules
from pipelines.rules.ruleset import load_words as load_words
