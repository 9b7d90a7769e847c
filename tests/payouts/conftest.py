"""A day on which statements are paid, and two people for it."""

import pytest

from lt_admin.core import clock
from tests.payouts.factories import TODAY, people


@pytest.fixture(autouse=True)
def _today(session):
    clock.stand_still(clock.noon(TODAY))
    yield
    clock.stand_still(None)


@pytest.fixture
def two(session):
    return people()
