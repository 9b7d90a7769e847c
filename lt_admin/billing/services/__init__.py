"""The verbs of billing; each changes things and records it, none commits."""
