"""What is read of steps 2 to 5."""
