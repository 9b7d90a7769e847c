"""Several reviewers and coordinators at the same moment, each with a connection of its own."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.db import transaction
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.hours import Activity, TimeEntry
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.services import assignments, hours
from lt_admin.reviewers.services.hours import log_hours
from tests.reviewers.factories import assigned, engagement, reviewer

pytestmark = pytest.mark.race
DAY = date(2025, 5, 16)
MOST = 4


@pytest.fixture(autouse=True)
def _today(house):
    clock.stand_still(clock.noon(DAY))
    yield
    clock.stand_still(None)


@pytest.fixture
def team(house):
    """A review with room for four more quarters, and two reviewers who want them all."""
    with house.app_context(), transaction():
        review = engagement(ceiling_minutes=15 * MOST)
        roles = (AssignmentRole.LEAD, AssignmentRole.SECOND)
        people = [assigned(review, reviewer(role), role).reviewer.id for role in roles]
        return review.id, people, review.coordinator_id


def test_two_reviewers_who_log_at_once_never_pass_the_ceiling(house, team, all_at_once):
    review_id, people, _coordinator = team

    def log(number):
        with transaction():
            who = db_session.get(Reviewer, people[number % 2])
            log_hours(
                who,
                db_session.get(Engagement, review_id),
                worked_on=DAY,
                step=2,
                activity=list(Activity)[number // 2],
                minutes=15,
                by=who.user,
            )

    results = all_at_once(12, log)

    assert results.count(None) == MOST
    assert all(isinstance(result, Refused | None) for result in results), results
    with house.app_context():
        assert db_session.scalar(select(func.sum(TimeEntry.minutes))) == 15 * MOST


def test_the_same_quarter_logged_at_once_adds_up(house, team, all_at_once):
    review_id, people, _coordinator = team

    def log(_number):
        with transaction():
            who = db_session.get(Reviewer, people[0])
            facts = {"worked_on": DAY, "step": 2, "activity": Activity.INTERVIEW, "minutes": 15}
            log_hours(who, db_session.get(Engagement, review_id), **facts, by=who.user)

    results = all_at_once(MOST, log)

    assert results == [None] * MOST
    with house.app_context():
        assert db_session.scalars(select(TimeEntry.minutes)).all() == [15 * MOST]


def test_one_place_is_given_once(house, all_at_once):
    with house.app_context(), transaction():
        review = engagement()
        people = [reviewer(f"R{number}").id for number in range(4)]
        review_id, coordinator = review.id, review.coordinator

    def ask(number):
        with transaction():
            assignments.ask(
                db_session.get(Engagement, review_id),
                db_session.get(Reviewer, people[number]),
                AssignmentRole.LEAD,
                by=db_session.merge(coordinator),
            )

    results = all_at_once(4, ask)

    assert results.count(None) == 1
    assert all(isinstance(result, Refused | None) for result in results), results
    with house.app_context():
        assert db_session.scalar(select(func.count(Assignment.id))) == 1


def test_hours_are_approved_or_taken_back_but_not_both(house, team, all_at_once):
    review_id, people, coordinator_id = team
    with house.app_context(), transaction():
        who = db_session.get(Reviewer, people[0])
        facts = {"worked_on": DAY, "step": 2, "activity": Activity.INTERVIEW, "minutes": 15}
        entry = log_hours(who, db_session.get(Engagement, review_id), **facts, by=who.user)
        hours.submit([entry], by=who.user)
        entry_id, user_id = entry.id, who.user_id

    def decide(number):
        with transaction():
            entry = db_session.get(TimeEntry, entry_id)
            by = db_session.get(type(entry.reviewer.user), (coordinator_id, user_id)[number])
            (hours.approve, hours.withdraw)[number]([entry], by=by)

    results = all_at_once(2, decide)

    assert results.count(None) == 1
    with house.app_context():
        expected = {0: "approved", 1: "draft"}[results.index(None)]
        assert db_session.get(TimeEntry, entry_id).state == expected
