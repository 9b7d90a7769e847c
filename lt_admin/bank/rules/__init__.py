"""Rules of the bank."""
