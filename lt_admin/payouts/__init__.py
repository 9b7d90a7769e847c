"""Money out: bills of payees, batches that two people decide on, files for the bank."""
