"""The mails of billing, as text in the reader's language."""
