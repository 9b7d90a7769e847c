"""Follow-ups are tried in the spring of 2026, as in DOMAIN.md's S5."""

from __future__ import annotations

from datetime import date

import pytest

from lt_admin.core import clock


@pytest.fixture(autouse=True)
def in_march():
    """It is Monday 2 March 2026, noon."""
    clock.stand_still(clock.noon(date(2026, 3, 2)))
    yield
    clock.stand_still(None)
