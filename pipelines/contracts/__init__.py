"""The declarations everything else follows: one file per noun."""
