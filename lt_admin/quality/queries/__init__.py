"""Every SELECT of quality; it reads the records of all features."""
