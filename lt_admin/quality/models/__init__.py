"""Evaluations without names, outreach, complaints, the log of retention."""
