"""Who may see what: the council's policy, and one person's rights because of it."""
