"""Reviewers: payees, levels, independence, assignments, hours and supervision."""
