"""Reads everything: closing, indicators, the report to the board."""
