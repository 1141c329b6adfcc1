"""The rows of the questions, one file for each topic."""
