"""The books as people read them: accounts, months, reconciliation, the year, the accountant."""
