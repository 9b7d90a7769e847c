"""Registering, deciding, sending off."""
