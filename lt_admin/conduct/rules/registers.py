"""When working documents are to be destroyed, and how certificates are numbered."""

from __future__ import annotations

from datetime import date, timedelta

# Days between the last presentation and destruction, by the day of that presentation; the newest
# that has begun holds (DOMAIN.md 1d-8: ours until the foundation says otherwise).
DESTRUCTION_TERMS = ((date(2012, 1, 1), 30),)


def destruction_days(presented_on: date) -> int:
    """The term in days for a review that was presented last on this day."""
    begun = [days for since, days in DESTRUCTION_TERMS if since <= presented_on]
    return begun[-1] if begun else DESTRUCTION_TERMS[0][1]


def destruction_due_on(presented_on: date) -> date:
    """The last day on which the working documents may be destroyed (DOMAIN.md 2i, I17)."""
    return presented_on + timedelta(days=destruction_days(presented_on))


def certificate_number(year: int, count: int) -> str:
    """The number of a certificate: ``V2025-0003``."""
    return f"V{year}-{count:04}"
