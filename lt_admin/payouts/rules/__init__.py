"""What may be paid, and how the bank wants it written."""
