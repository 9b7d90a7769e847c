"""Arithmetic and choices of money: no database, no web."""
