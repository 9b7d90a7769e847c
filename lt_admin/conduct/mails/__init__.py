"""What is written about the work of steps 2 to 5."""
