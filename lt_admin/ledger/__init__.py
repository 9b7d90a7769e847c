"""The books: double entry, append-only, each posting made by a business event."""
