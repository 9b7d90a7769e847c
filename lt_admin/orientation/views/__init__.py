"""The pages of orientation."""
