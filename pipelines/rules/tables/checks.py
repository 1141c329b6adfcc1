"""Limits beyond which a value is looked at."""

from pipelines.rules.base import RuleTable, Setting

CHECK_LIMITS = RuleTable(__name__, "check_limits", Setting, "limit", ("name",), must_cover=True)
