"""The papers of billing, as PDF bytes; no session, no clock."""
