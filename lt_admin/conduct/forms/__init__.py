"""Forms of steps 2 to 5: facts about the work, never what was said."""
