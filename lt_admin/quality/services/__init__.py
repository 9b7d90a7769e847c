"""The verbs of quality; each changes things and records it, none commits."""
