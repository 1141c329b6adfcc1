"""The same page and data in other frameworks, for the benchmark of serving."""
