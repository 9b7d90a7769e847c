"""What holds for reviewers, their independence, their hours and their supervision: pure."""
