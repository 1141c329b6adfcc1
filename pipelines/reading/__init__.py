"""Bytes as received to a table of text: encoding, delimiter, heading row, and the row numbers Excel shows."""
