"""CQC's public API to a file: every location of a council area with its ratings, without the names of people."""
