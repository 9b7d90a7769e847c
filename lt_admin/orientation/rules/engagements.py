"""The neutral code of an engagement, and the shapes that a review can have."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from lt_admin.core.i18n import lazy_gettext as _l

CODE = re.compile(r"LT-(\d{4})-(\d{2,4})")

# What every page and every paper calls the six steps of a review.
STEPS: dict[int, Any] = {
    1: _l("Orientation"),
    2: _l("Exploring"),
    3: _l("Dialogue"),
    4: _l("Draft"),
    5: _l("Final report"),
    6: _l("Follow-up"),
}


class EngagementType(StrEnum):
    """The shapes of a learning review (DOMAIN.md 2f)."""

    FULL = "full"
    GROUP = "group"
    MIDRANGE = "midrange"
    SHORT_ONE_DAY = "short_one_day"


def neutral_code(year: int, place: int) -> str:
    """``LT-2025-01``: says nothing of place, name or matter (DOMAIN.md 2i)."""
    return f"LT-{year}-{place:02d}"
