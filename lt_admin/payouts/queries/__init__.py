"""Reading bills and batches."""
