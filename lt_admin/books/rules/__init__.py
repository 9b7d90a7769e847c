"""Figures of the books that no table holds."""
