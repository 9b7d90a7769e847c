"""What is owed and paid: bills and batches."""
