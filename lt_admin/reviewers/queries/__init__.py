"""Every SELECT of reviewers, by what it is about."""
