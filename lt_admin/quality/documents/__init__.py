"""The quality report: as data, and as a paper for the board."""
