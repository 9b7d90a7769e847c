"""Step 1: organisations, requests, orientation conversations, the engagement and its plan."""
