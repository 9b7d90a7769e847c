from datetime import date, timedelta

import pytest

from lt_admin.conduct.models.recommendations import Loop, Quadrant
from lt_admin.conduct.models.reports import FollowUpChoice
from lt_admin.conduct.models.sessions import SessionKind, SessionState, Voice
from lt_admin.core.db import session
from lt_admin.followup.models.bookings import BookingState
from lt_admin.orientation.models.engagements import EngagementState, Hold
from lt_admin.quality.queries.indicators_reviews import reviews
from lt_admin.quality.queries.report import quality_report
from tests.quality import records

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
DAY = date(2025, 3, 4)


@pytest.fixture
def review(session):
    return records.closed()


def read():
    session.expire_all()
    (found,) = reviews(*YEAR)
    return found


def counts(key):
    found = quality_report(*YEAR).figure(key)
    return found.numerator, found.denominator


def test_of_a_review_without_records_nothing_is_there(review):
    found = read()

    assert (found.exceptions, found.heard, found.considered, found.destroyed) == (0, 0, 0, 0)
    assert (found.introduced_at, found.presented_on, found.method_points) == (None, None, None)
    assert (found.follow_up, found.held_days, found.destroyed_on) == ("", 0, None)


def test_members_by_way_of_exception_are_counted(review):
    records.member(review)
    records.member(review, override_reason="Enige die het beleid kent")

    assert read().exceptions == 1


def test_only_sessions_that_were_held_count_the_first_of_a_kind_and_the_last_presentation(review):
    for days, kind in ((5, SessionKind.INTERVIEW), (3, SessionKind.GROUP_INTERVIEW)):
        records.held(review, kind, DAY + timedelta(days=days))
    records.held(review, SessionKind.INTRODUCTION, DAY)
    records.held(review, SessionKind.INTRODUCTION, date(2025, 3, 1), state=SessionState.CANCELLED)
    records.presented(review, date(2025, 6, 1))
    records.presented(review, date(2025, 6, 19))
    records.presented(review, date(2025, 6, 30), state=SessionState.PLANNED)

    found = read()

    assert found.introduced_at.date() == DAY
    assert found.interviewed_at.date() == DAY + timedelta(days=3)
    assert found.presented_on == date(2025, 6, 19)


@pytest.mark.parametrize(
    ("voice", "reason", "counts"),
    [
        (Voice.TOOK_PART, "", True),
        (Voice.DECLINED, "wilde niet", True),
        (Voice.NOT_INVITED, "te jong", True),
        (Voice.DECLINED, "", False),
        (Voice.INVITED, "nog geen antwoord", False),
    ],
)
def test_a_voice_is_heard_when_it_took_part_or_it_is_recorded_why_not(
    review, voice, reason, counts
):
    records.voice(review, voice, reason)

    assert (read().heard > 0) is counts


@pytest.mark.parametrize("points", [(True, True, True), (True, False, True)])
def test_the_points_of_the_method_check_are_counted(review, points):
    records.method_checked(review, *points)

    assert read().method_points == sum(points)


def test_the_certificate_and_what_was_destroyed(review):
    records.destroyed(review, date(2025, 7, 20), count=24)
    records.considered(review)

    found = read()

    assert (found.destroyed_on, found.destroyed, found.considered) == (date(2025, 7, 20), 24, 1)


def test_the_last_decision_on_a_follow_up_stands(review):
    records.decided(review, FollowUpChoice.POSTPONED, date(2025, 7, 1))
    records.decided(review, FollowUpChoice.AGREED, date(2025, 7, 1))
    records.decided(review, FollowUpChoice.DECLINED, date(2025, 6, 1))

    assert read().follow_up == "agreed"


def test_days_on_hold_are_counted_when_the_hold_is_over(review):
    for starts, ends in ((date(2025, 5, 12), date(2025, 7, 21)), (date(2025, 8, 1), None)):
        hold = Hold(starts_on=starts, ends_on=ends, reason="zitting")
        hold.interrupted = EngagementState.EXPLORING
        review.holds.append(hold)
    session.flush()

    assert read().held_days == 70


def test_recommendations_are_carried_out_of_those_whose_follow_up_was_held(review):
    other = records.closed("LT-2025-02")
    for number, outcome in enumerate(("done", "done", "in_progress", None), start=1):
        records.recommended(review, number=number, outcome=outcome)
    records.recommended(other, outcome="done")
    records.followed_up(review, date(2025, 11, 1))
    records.followed_up(other, date(2025, 11, 1), BookingState.CANCELLED)

    assert counts("I19") == (2, 4)


def test_left_side_and_deeper_loops_are_of_all_recommendations(review):
    tags = [(Quadrant.IA, Loop.SINGLE), (Quadrant.CA, Loop.TRIPLE), (Quadrant.CB, Loop.DOUBLE)]
    for number, (quadrant, loop) in enumerate(tags, start=1):
        records.recommended(review, quadrant, loop, number=number)

    assert counts("I20-left") == (2, 3)
    assert counts("I20-deeper") == (2, 3)


def test_supervision_is_held_against_its_norm(review):
    records.supervised(review)
    records.closed("LT-2025-02")

    assert counts("I14") == (1, 2)
