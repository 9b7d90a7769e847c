"""Mails about a follow-up, with their calendar files."""
