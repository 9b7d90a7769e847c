"""Papers and files of bills and batches."""
