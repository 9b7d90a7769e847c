"""What holds for organisations, requests, engagements and plans, without a database."""
