"""What holds in steps 2 to 5: no database, no web."""
