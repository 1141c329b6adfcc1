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
ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?Z?)?"
# A two-figure year is tried first: DuckDB would take the 26 of 01/02/26 for the year 26.
DAY_FIRST = (
    "%d/%m/%y",
    "%d-%m-%y",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
)
MONTH_FIRST = tuple(form.replace("%d", "%~").replace("%m", "%d").replace("%~", "%m") for form in DAY_FIRST)
NAMED_MONTH = ("%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d/%b/%Y - %H:%M", "%d/%b/%Y")

NUMBER = "[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)"
WHOLE = "([+-]?[0-9]+)(?:[.]0*)?"
