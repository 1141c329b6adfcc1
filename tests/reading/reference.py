"""The rows of a text, found a character at a time: what the look at the bytes is held against."""


def rows_of(text: str) -> list[str]:
    """A text in which every cell is in quotation marks, cut at each line end that is outside them."""
    rows, row, is_open, last = [], "", False, ""
    for character in text:
        is_open ^= character == '"'
        if character in "\r\n" and not is_open:
            if not (last == "\r" and character == "\n"):
                rows.append(row)
            row = ""
        else:
            row += character
        last = "" if is_open else character
    return [*rows, row]
