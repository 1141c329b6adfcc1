"""Checked files to history: what was known when, what was refused, and the build that readers see."""
