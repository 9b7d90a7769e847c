"""The verbs of step 6: say when one can, offer, book, move, cancel, hold, and what came of it."""
