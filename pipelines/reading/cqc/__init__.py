"""The answers of CQC's API as tables."""
