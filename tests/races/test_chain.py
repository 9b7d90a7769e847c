"""Many people at once: every line of the log has a place of its own, and the chain holds."""

from __future__ import annotations

import pytest

from lt_admin.core import audit, chain
from lt_admin.core.db import transaction
from lt_admin.core.foundation import the_foundation

pytestmark = pytest.mark.race
PEOPLE, LINES = 8, 5


def test_lines_written_at_the_same_time_make_one_chain(house, all_at_once):
    with house.app_context():
        before, _ = chain.head()

    def write(_number):
        with transaction():
            for _ in range(LINES):
                audit.record("user:signed_in", the_foundation(), by=audit.SYSTEM)

    answers = all_at_once(PEOPLE, write)

    assert answers == [None] * PEOPLE
    with house.app_context():
        assert chain.head()[0] == before + PEOPLE * LINES
        assert chain.first_break() is None
