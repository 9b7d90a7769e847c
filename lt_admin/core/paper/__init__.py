"""The face of every paper: letterhead, type, tables, tags; no words of the domain."""
