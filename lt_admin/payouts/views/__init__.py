"""The pages of bills and batches."""
