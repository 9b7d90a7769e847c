"""Offered times, bookings, the calendar feed, outcomes of recommendations."""
