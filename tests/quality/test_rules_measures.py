"""Each measure on facts alone; how the facts are read stands in test_queries_indicators*."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.quality.rules import measures
from lt_admin.quality.rules.codes import Code
from lt_admin.quality.rules.facts import RequestFacts, ReviewFacts
from lt_admin.reviewers.rules.supervision import Norm, SupervisionMoment

ASKED = date(2025, 1, 13)
NOON = datetime(2025, 3, 4, 11, tzinfo=UTC)
REVIEW = ReviewFacts(
    engagement_id=1,
    code="LT-2025-01",
    type=EngagementType.FULL,
    requested_on=ASKED,
    accepted_on=date(2025, 2, 10),
    planned_end_on=date(2025, 6, 27),
    guides=2,
    leads=1,
    weak_leads=0,
    exceptions=0,
    introduced_at=NOON,
    interviewed_at=NOON + timedelta(days=1),
    heard=1,
    considered=1,
    method_points=3,
    approved_minutes=6000,
    actual_minutes=6000,
    presented_on=date(2025, 6, 19),
    destroyed_on=date(2025, 7, 3),
    destroyed=20,
    follow_up="agreed",
    held_days=0,
    supervision=Norm(3, 3, ()),
)
REQUEST = RequestFacts(
    *(1, "LT-2025-01", ASKED, ASKED, ASKED, None, None, None, "quoted", ""),
    participants=2,
    agreed=2,
)
MISSES = {
    Code.I6: {"guides": 1},
    Code.I7: {"weak_leads": 1},
    Code.I9: {"exceptions": 1},
    Code.I10: {"introduced_at": NOON + timedelta(days=2)},
    Code.I11: {"heard": 0},
    Code.I12: {"considered": 0},
    Code.I13: {"method_points": 2},
    Code.I14: {"supervision": Norm(3, 2, (SupervisionMoment.ANALYSIS,))},
    Code.I15: {"presented_on": date(2025, 6, 28)},
    Code.I16: {"actual_minutes": 6615},
    Code.I17: {"destroyed_on": date(2025, 7, 20)},
    Code.I18: {"follow_up": "postponed"},
}


@pytest.fixture(autouse=True)
def _words(app):
    """Measures say why in the language of the moment."""
    with app.test_request_context():
        yield


def of(code, **changes):
    return measures.of_reviews(code, [replace(REVIEW, **changes)])


@pytest.mark.parametrize("code", measures.OF_REVIEWS)
def test_a_review_in_which_all_is_well_counts_for(code):
    (case,) = of(code)

    assert (case.is_met, case.name, case.engagement_id) == (True, "LT-2025-01", 1)


@pytest.mark.parametrize("code", measures.OF_REVIEWS)
def test_one_thing_amiss_is_one_miss_in_its_own_indicator(code):
    assert [each.is_met for each in of(code, **MISSES[code])] == [False]
    others = [other for other in measures.OF_REVIEWS if other is not code]
    assert all(of(other, **MISSES[code])[0].is_met for other in others)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        (Code.I7, {"leads": 0}),
        (Code.I10, {"introduced_at": None}),
        (Code.I13, {"method_points": None}),
        (Code.I14, {"supervision": Norm(3, 3, (SupervisionMoment.ANALYSIS,))}),
        (Code.I15, {"presented_on": None}),
        (Code.I15, {"planned_end_on": None}),
        (Code.I17, {"destroyed_on": None}),
        (Code.I17, {"presented_on": None}),
        (Code.I18, {"follow_up": ""}),
    ],
)
def test_what_is_not_there_does_not_count_for(code, changes):
    (case,) = of(code, **changes)

    assert not case.is_met
    assert case.why or code is Code.I18


def test_a_short_review_needs_one_reviewer_and_no_introduction():
    short = {"type": EngagementType.SHORT_ONE_DAY, "introduced_at": None, "guides": 1}

    assert of(Code.I6, **short)[0].is_met
    assert of(Code.I10, **short) == ()


def test_an_introduction_without_interviews_comes_first():
    assert of(Code.I10, interviewed_at=None)[0].is_met
    assert not of(Code.I10, interviewed_at=NOON)[0].is_met


@pytest.mark.parametrize(("days", "is_met"), [(30, True), (31, False)])
def test_destruction_has_thirty_days(days, is_met):
    (case,) = of(Code.I17, destroyed_on=REVIEW.presented_on + timedelta(days=days))

    assert (case.is_met, case.value) == (is_met, days)


def test_the_last_day_of_the_plan_is_in_time():
    assert of(Code.I15, planned_end_on=REVIEW.presented_on)[0].is_met


@given(st.integers(0, 60))
def test_talks_and_quotes_are_in_time_up_to_their_last_day(days):
    done = ASKED + timedelta(days=days)
    request = replace(REQUEST, talked_on=done, quoted_on=done)

    assert measures.talked_in_time(request).is_met is (days <= 14)
    assert measures.quoted_in_time(request).is_met is (days <= 21)
    assert measures.quoted_in_time(request).value == days


@pytest.mark.parametrize(
    ("actual", "approved", "is_near"),
    [(90, 100, True), (110, 100, True), (89, 100, False), (111, 100, False), (0, 0, True)],
)
def test_hours_are_near_the_quote_up_to_a_tenth(actual, approved, is_near):
    assert measures.is_within(actual, approved) is is_near


def test_how_far_off_in_hundredths_of_a_percent():
    assert measures.hundredths_off(10290, 10320) == -29
    assert measures.hundredths_off(60, 0) == 0


def test_the_phases_add_up_and_are_there_only_when_all_days_are():
    assert REVIEW.phases == (28, 129, 14)
    assert sum(REVIEW.phases) == (REVIEW.destroyed_on - REVIEW.requested_on).days
    assert replace(REVIEW, destroyed_on=None).phases is None
    assert replace(REVIEW, destroyed_on=date(2025, 7, 20)).is_destroyed_late
