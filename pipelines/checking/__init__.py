"""Rows of text to rows that are typed and judged; by set, in the database."""
