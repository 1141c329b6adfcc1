"""The command line: what is typed, what is done, and what is printed."""
