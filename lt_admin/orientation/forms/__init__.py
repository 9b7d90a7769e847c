"""The forms of orientation."""
