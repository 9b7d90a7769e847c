"""Papers and files for board and accountant."""
