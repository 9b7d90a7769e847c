"""Supervision through the pages: the norm, the sessions, and who may record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.models.supervision import SupervisionMoment, SupervisionSession
from lt_admin.reviewers.services.supervision import record_supervision
from tests.reviewers.factories import assigned, engagement, reviewer

LEAD, SECOND, SUPERVISOR = AssignmentRole.LEAD, AssignmentRole.SECOND, AssignmentRole.SUPERVISOR


@pytest.fixture
def team(session):
    """A review with two reviewers and a supervisor."""
    review = engagement()
    return {
        "review": review,
        "bram": assigned(review, reviewer("Bram Fictema"), LEAD).reviewer,
        "nadia": assigned(review, reviewer("Nadia", ReviewerLevel.ACCREDITED), SECOND).reviewer,
        "hugo": assigned(review, reviewer("Hugo", ReviewerLevel.SUPERVISOR), SUPERVISOR).reviewer,
    }


def address(team):
    return f"/engagements/{team['review'].id}/supervision"


def facts(team, **more):
    today = clock.today()
    standard = {
        "supervisor": team["hugo"].id,
        "held_on": f"{today:%d-%m-%Y}",
        "moment": "analysis",
        "minutes": "1:30",
        "attendees": [team["bram"].id, team["nadia"].id],
    }
    return standard | more


def sessions(session):
    return session.scalars(select(SupervisionSession)).all()


@pytest.mark.parametrize("who", ["coordinator", "supervisor"])
def test_a_session_is_recorded(session, client_of, coordinator, team, who):
    user = coordinator if who == "coordinator" else team["hugo"].user

    answer = client_of(user).post_form(address(team), facts(team))

    assert answer.status_code == 302
    [held] = sessions(session)
    assert (held.minutes, held.moment) == (90, SupervisionMoment.ANALYSIS)
    assert len(held.attendees) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"attendees": []},
        {"attendees": ["999"]},
        {"minutes": "0:50"},
        {"moment": ""},
        {"held_on": "1-1-2099"},
        {"held_on": "1-1-2020"},
        {"supervisor": "999"},
    ],
)
def test_a_session_that_cannot_be_is_refused(session, client_of, coordinator, team, wrong):
    answer = client_of(coordinator).post_form(address(team), facts(team, **wrong))

    assert answer.status_code == 422
    assert sessions(session) == []


def recorded(team, moment=SupervisionMoment.ANALYSIS, **more):
    wanted = {"held_on": clock.today(), "minutes": 90, "attendees": [team["bram"]]} | more
    by = team["hugo"].user
    return record_supervision(team["review"], team["hugo"], moment=moment, by=by, **wanted)


def test_the_norm_is_met_by_three_moments(client_of, coordinator, team):
    team["review"].state = EngagementState.REPORTING
    client = client_of(coordinator)
    recorded(team)

    assert client.page("/supervision").html.count("state-danger") == 1
    recorded(team, SupervisionMoment.AFTER_INTRODUCTION)
    recorded(team, SupervisionMoment.DRAFT_REPORT)

    assert client.page("/supervision").html.count("state-danger") == 0


def test_a_session_is_taken_back_until_it_is_paid(session, client_of, coordinator, team):
    held = recorded(team)
    held.locked_at = clock.now()
    session.flush()
    client, remove = client_of(coordinator), f"{address(team)}/{held.id}/remove"

    assert client.post_form(remove, page=address(team)).status_code == 409
    held.locked_at = None
    assert client.post_form(remove, page=address(team)).status_code == 302

    assert sessions(session) == []


def test_a_session_of_another_review_is_not_there(client_of, coordinator, team):
    held = recorded(team)
    other = engagement()

    answer = client_of(coordinator).post_form(
        f"/engagements/{other.id}/supervision/{held.id}/remove", page=address(team)
    )

    assert answer.status_code == 404


def test_reviewers_see_the_supervision_of_their_own_reviews_only(client_of, stranger, team):
    reviewer("Wim Vreemd", user=stranger)
    code = team["review"].code

    assert client_of(team["bram"].user).get(address(team)).status_code == 200
    assert code in client_of(team["bram"].user).page("/supervision").text
    client = client_of(stranger)
    there = client.page(address(team), status=404)
    missing = client.page("/engagements/999999/supervision", status=404)
    assert there.text == missing.text
    assert code not in client.page("/supervision").text


def test_a_reviewer_does_not_record_sessions(client_of, team):
    client = client_of(team["bram"].user)

    answer = client.post_form(address(team), facts(team), page="/my-reviews")

    assert answer.status_code == 403


def test_a_supervisor_records_only_own_sessions(session, client_of, team):
    other = reviewer("Mirthe", ReviewerLevel.SUPERVISOR)

    answer = client_of(other.user).post_form(address(team), facts(team), page="/my-reviews")

    assert answer.status_code == 404
    assert sessions(session) == []


def test_nobody_attends_before_the_declaration(session, client_of, coordinator, team):
    late = f"{clock.today() - timedelta(days=31):%d-%m-%Y}"

    answer = client_of(coordinator).post_form(address(team), facts(team, held_on=late))

    assert answer.status_code == 422
    assert sessions(session) == []
