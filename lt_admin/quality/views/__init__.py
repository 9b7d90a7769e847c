"""The pages of quality: one blueprint a file, listed in app.py."""
