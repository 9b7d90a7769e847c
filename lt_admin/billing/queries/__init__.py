"""Every SELECT of billing."""
