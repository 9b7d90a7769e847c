"""What the board is shown and what participants are asked: definitions and arithmetic only."""
