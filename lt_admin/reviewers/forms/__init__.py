"""Forms of reviewers: shape and wording of input."""
