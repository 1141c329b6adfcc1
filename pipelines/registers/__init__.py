"""What a council hands over, one file for each noun; and the kinds of their columns."""
