"""Supervision through the service, and the norm as billing and quality read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lt_admin.core import clock
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Focus, FocusPoint, Hold
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.models.supervision import SupervisionMoment
from lt_admin.reviewers.queries.supervision import supervision_norm
from lt_admin.reviewers.services.supervision import record_supervision, remove_supervision
from tests.reviewers.factories import assigned, engagement, reviewer

SECOND, SUPERVISOR = AssignmentRole.SECOND, AssignmentRole.SUPERVISOR
MOMENT = SupervisionMoment


@pytest.fixture
def review(session):
    return engagement()


@pytest.fixture
def bram(review):
    return assigned(review, reviewer("Bram")).reviewer


@pytest.fixture
def hugo(review):
    return assigned(review, reviewer("Hugo", ReviewerLevel.SUPERVISOR), SUPERVISOR).reviewer


def record(review, hugo, *people, by=None, moment=MOMENT.ANALYSIS, **facts):
    wanted = {"held_on": clock.today(), "minutes": 90} | facts
    return record_supervision(
        review, hugo, moment=moment, attendees=people, by=by or hugo.user, **wanted
    )


def test_a_session_counts_each_person_once(review, bram, hugo):
    assert record(review, hugo, bram, bram).attendees == [bram]


def test_only_people_of_the_review_meet(review, bram, hugo):
    stranger = reviewer("Wim", ReviewerLevel.SUPERVISOR)

    with pytest.raises(Refused, match="Wim"):
        record(review, hugo, bram, stranger)
    with pytest.raises(Refused, match="Wim"):
        record(review, stranger, bram)
    with pytest.raises(Refused, match="Hugo"):
        record(review, hugo, bram, held_on=clock.today() - timedelta(days=31))


def test_only_the_supervisor_and_the_coordinator_record(review, bram, hugo, coordinator):
    with pytest.raises(Refused):
        record(review, hugo, bram, by=bram.user)
    assert record(review, hugo, bram, by=coordinator).minutes == 90


def test_a_paid_session_stays(session, review, bram, hugo):
    held = record(review, hugo, bram)
    held.locked_at = clock.now()

    with pytest.raises(WrongState):
        remove_supervision(held, by=hugo.user)


@pytest.mark.parametrize("delay", ["hold", "focus", "both"])
def test_a_delay_asks_for_one_more_session_only_once(session, review, bram, hugo, delay):
    if delay in ("hold", "both"):
        day = clock.today()
        session.add(
            Hold(engagement_id=review.id, starts_on=day, reason="x", interrupted=review.state)
        )
    if delay in ("focus", "both"):
        session.add(FocusPoint(engagement_id=review.id, focus=Focus.PARALLEL_PROCEEDINGS))
    session.flush()

    assert supervision_norm(review).required == 4


def test_a_practice_review_asks_for_two_more_once_it_is_declared(session, review, bram):
    yara = reviewer("Yara", ReviewerLevel.IN_TRAINING)
    assert supervision_norm(review).required == 3

    assigned(review, yara, SECOND, is_practice_review=True)

    assert supervision_norm(review).required == 5


def test_the_norm_of_a_review_counts_its_sessions(review, bram, hugo):
    for moment in (MOMENT.AFTER_INTRODUCTION, MOMENT.ANALYSIS, MOMENT.DRAFT_REPORT):
        assert not supervision_norm(review).is_met
        record(review, hugo, bram, moment=moment)

    found = supervision_norm(review)

    assert (found.required, found.held, found.missing, found.minutes) == (3, 3, (), 270)
    assert found.is_met


def test_a_short_review_is_content_with_one(session, hugo, bram, review):
    review.type = EngagementType.SHORT_ONE_DAY
    record(review, hugo, bram, moment=MOMENT.EXTRA)

    assert supervision_norm(review).is_met
