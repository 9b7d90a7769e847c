"""The verbs of orientation: from a request to a running review; none of them commits."""
