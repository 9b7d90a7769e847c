"""Money in and out: quotes, invoices, payments, statements, the quality system."""
