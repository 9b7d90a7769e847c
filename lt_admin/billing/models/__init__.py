"""Rates, quotes, invoices, payments, statements, the quality system's spending."""
