"""Reviewers, payees, assignments, hours, supervision."""
