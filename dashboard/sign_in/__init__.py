"""In and out: the door, the way back, and what is said when something goes wrong."""
