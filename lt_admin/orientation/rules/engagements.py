"""The neutral code of an engagement, and the shapes that a review can have."""

from __future__ import annotations

import re
from enum import StrEnum

CODE = re.compile(r"LT-(\d{4})-(\d{2,4})")


class EngagementType(StrEnum):
    """The shapes of a learning review (DOMAIN.md 2f)."""

    FULL = "full"
    GROUP = "group"
    MIDRANGE = "midrange"
    SHORT_ONE_DAY = "short_one_day"


def neutral_code(year: int, place: int) -> str:
    """``LT-2025-01``: says nothing of place, name or matter (DOMAIN.md 2i)."""
    return f"LT-{year}-{place:02d}"
