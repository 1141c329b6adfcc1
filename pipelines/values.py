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

SPACES = " \t\r\n" + NO_BREAK_SPACE
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
SHOWN = (
    "[-+0-9 £$€%.,:/()TZ]{1,40}"
    "|[0-9]{1,2}(st|nd|rd|th)?[ /-][A-Za-z]{3,9}[ /,-]{1,2}[0-9]{2,4}"
    "|(?i:tbc|tba|n/?k|unknown|not known|ongoing|on-going|rolling|perpetual|permanent|various|open|none|nil|yes|no)"
)
"""What of a refused cell a reason may repeat: figures, days, and what people write in their place. Other text may name
somebody."""
