"""Reading what the bank told us."""
