"""Every SELECT about times, offers, bookings, feeds and outcomes, and the words for them."""
