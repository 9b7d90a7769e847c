"""The pages of billing: one blueprint a file, listed in app.py."""
