"""Codes of engagements: consecutive under eight at once; and one acceptance of two answers."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.core import audit
from lt_admin.core.db import session, transaction
from lt_admin.orientation.models.engagements import Engagement, EngagementSeries, EngagementState
from lt_admin.orientation.services import engagements as verbs
from tests.factories import user_with
from tests.orientation.factories import HOURS, agree, quoted, requested, with_partners

pytestmark = pytest.mark.race
AT_ONCE = 8


@pytest.fixture
def waiting(house):
    """Eight engagements without a code."""
    with house.app_context(), transaction():
        coordinator = user_with(Role.COORDINATOR)
        made = [requested(by=coordinator) for _ in range(AT_ONCE)]
        session.flush()
        return [each.id for each in made]


def test_eight_first_quotes_at_once_get_eight_codes_without_a_gap(house, waiting, all_at_once):
    def code(number):
        with transaction():
            return verbs.give_code(session.get(Engagement, waiting[number]), by=audit.SYSTEM)

    given = all_at_once(AT_ONCE, code)

    assert sorted(each[-2:] for each in given) == [f"{n:02d}" for n in range(1, AT_ONCE + 1)]


def test_a_code_that_was_not_kept_leaves_no_gap(house, waiting, all_at_once):
    def code(number):
        with transaction():
            given = verbs.give_code(session.get(Engagement, waiting[number]), by=audit.SYSTEM)
            if number % 2:
                raise RuntimeError
            return given

    given = [each for each in all_at_once(AT_ONCE, code) if isinstance(each, str)]

    assert sorted(each[-2:] for each in given) == [f"{n:02d}" for n in range(1, AT_ONCE // 2 + 1)]
    with house.app_context():
        assert session.scalars(select(EngagementSeries.last)).one() == AT_ONCE // 2


def test_of_two_last_answers_at_once_none_is_lost_and_the_review_is_accepted_once(
    house, all_at_once
):
    with house.app_context(), transaction():
        coordinator = user_with(Role.COORDINATOR)
        engagement = quoted(by=coordinator)
        with_partners(engagement, "Merelnest", by=coordinator)
        verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
        session.flush()
        number_of, by = engagement.id, coordinator.id

    def answer(place):
        with transaction():
            found = session.get(Engagement, number_of)
            agree(found.parties[place], by=session.get(type(coordinator), by))

    answers = all_at_once(2, answer)

    assert answers == [None, None]
    with house.app_context():
        assert session.get(Engagement, number_of).state is EngagementState.ACCEPTED
        events = session.scalars(select(audit.AuditEntry.event)).all()
        assert events.count("engagement:accepted") == 1
