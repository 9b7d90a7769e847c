"""Step 6: the follow-up, its booking by link, and what came of each recommendation."""
