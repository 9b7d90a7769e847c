"""Practice administration for the learning reviews of a small foundation."""
