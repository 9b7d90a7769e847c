"""The forms of the books."""
