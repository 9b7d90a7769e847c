"""What holds for times and terms of a follow-up: no database, no web."""
