"""How councils write dates, amounts and yes or no: the one list that checks follow."""

YES = ("y", "yes", "true", "t", "1", "1.0")
NO = ("n", "no", "false", "f", "0", "0.0")
YEARS = (1900, 2199)
"""A year outside is a slip of the finger, not a date."""

NO_BREAK_SPACE = "\u00a0"
SEPARATOR = "\x1f"
"""Stands between texts that are compared as one. ASCII has it for that, and no keyboard does."""

UNREAD = "\x1e"
"""Begins the text of a cell that shows something and has no value that can be used; the reason follows in words."""

ERROR_WORDS = (
    "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!",
)  # fmt: skip
"""What a spreadsheet shows where a formula failed. `#N/A` is not among them: people write it for nothing."""

WIDE_SPACES = "\u2002\u2003\u2007\u2009\u202f\u3000"
"""Other spaces that are copied with a text: of the width of a letter or figure, thin, and of East Asian texts."""

UNSEEN = "\u200b\u2060\ufeff\u00ad"
"""Characters that nobody sees: spaces of no width, the byte order mark, the place where a word may be parted."""

SPACES = " \t\r\n" + NO_BREAK_SPACE + WIDE_SPACES
ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:Z|[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)?"
MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)? ?(?:Z|[+-][0-9]{2}:?[0-9]{2})"
"""A time that says how far it is from Greenwich: its day is the day in London then."""

ZONE = "Europe/London"
CLOCK = "[ ,t-]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap][.]?m[.]?)?"
"""A time of day behind a day, in small letters. It says nothing of the day."""

WEEKDAY = "(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
CENTURIES = (50, 67)
"""A year with two figures is in this century up to the first and in the last one from the second. Between them it could
be either: a home may have opened in 1955, a lease may end in 2055. Proposed here."""

SHOWN = (
    "[-+0-9 £$€%.,:/()TZ]{1,40}"
    "|[0-9]{1,2}(st|nd|rd|th)?[ /-][A-Za-z]{3,9}[ /,-]{1,2}[0-9]{2,4}"
    "|(?i:(about|approx[.]?|around|circa|c[.]?|est[.]?|~)? ?£?[0-9][0-9.,]* ?[(]?"
    "(est[.]?|estimate|estimated|approx[.]?|provisional|tbc|[k+])?[)]?)"
    "|[A-Z]{1,3}[+-]"
    "|(?i:tbc|tba|n/?k|unknown|not known|ongoing|on-going|rolling|perpetual|permanent|various|open|none|nil|yes|no"
    "|as agreed|pending|asap|(last|this|next) (week|month|year)|today|yesterday)"
)
"""What of a refused cell a reason may repeat: figures, days, grades, and what people write in their place. Other text
may name somebody."""


def quoted(text: str) -> str:
    """A text of ours as a literal. Never for text from a file: that stays in columns."""
    return "'" + text.replace("'", "''") + "'"
