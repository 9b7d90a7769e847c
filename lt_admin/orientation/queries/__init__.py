"""Every SELECT of orientation, the words for its enums, and who sees which row."""
