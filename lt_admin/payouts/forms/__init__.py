"""The forms of bills and batches."""
