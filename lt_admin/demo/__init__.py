"""The demo: fictional people and the scenarios S1-S8 of the domain page."""
