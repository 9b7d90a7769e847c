"""Step 6: the follow-up and its booking; not built yet."""
