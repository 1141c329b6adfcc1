"""Counts inside sentences, with the words that follow them: 1 row has, 1,240 rows have."""


def counted(size: int, one: str, many: str | None = None) -> str:
    """1 row, 1,240 rows. Of a verb and what goes with it, both are given: 1 row is, 1,240 rows are."""
    return f"{size:,} {one if size == 1 else many or one + 's'}"
