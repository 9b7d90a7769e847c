"""The pages of reviewers, by what they are about."""
