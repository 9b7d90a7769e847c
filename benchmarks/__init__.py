"""How fast the work is, beside the least code that does the same: see README.md."""
