"""The verbs of reviewers: change, audit and mail together; they never commit."""
