"""Files to take away: what they say, how they are made, and how they reach the browser."""
