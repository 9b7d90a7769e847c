"""The verbs of steps 2 to 5."""
