"""Organisations, requests, conversations, engagements, plans."""
