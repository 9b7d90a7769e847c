"""Closing months, and taking over an opening balance."""
