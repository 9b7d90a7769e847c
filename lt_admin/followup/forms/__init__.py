"""What people type about a follow-up."""
