"""People who sign in, links in mail, and who may do what."""
