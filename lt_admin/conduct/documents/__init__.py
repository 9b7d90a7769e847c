"""The papers of steps 2 to 5, as PDF bytes; no session, no clock."""
