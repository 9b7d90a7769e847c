"""What the home page asks for reports, follow-up decisions and destruction, and of whom."""

from datetime import timedelta

import pytest

from lt_admin.conduct.models.reports import FollowUpChoice
from lt_admin.conduct.queries.report_duties import duties
from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from tests.conduct import reporting
from tests.reviewers import factories as people


@pytest.fixture
def team(app):
    with app.test_request_context():
        yield reporting.team()


def asked(user):
    return [duty.url.split("/", 3)[3] for duty in duties(user)]


def test_a_draft_waits_for_the_supervisor_of_the_review_until_all_three_are_met(team):
    other = reporting.team().supervisor.user
    assert "report" not in asked(team.supervisor.user)
    reporting.anonymised(team)
    reporting.checked(team, explores_wider=False)

    assert asked(team.supervisor.user) == ["report"]
    assert asked(other) == []
    reporting.checked(team)
    assert asked(team.supervisor.user) == []


def test_a_version_waits_for_anybody_of_the_review_but_its_maker(team, stranger):
    reporting.made(team)
    people.reviewer("Wim Vreemd", user=stranger)

    assert asked(team.lead.user) == []
    assert asked(team.second.user) == ["report"]
    assert asked(stranger) == []


@pytest.mark.parametrize(("days", "tone"), [(30, "warn"), (31, "danger")])
def test_documents_are_to_be_destroyed_in_time_and_late_is_red(team, days, tone):
    assert asked(team.lead.user) == []
    reporting.presentation(team.review, on=reporting.ago(days))

    [duty] = [each for each in duties(team.lead.user) if each.url.endswith("documents")]

    assert asked(team.supervisor.user) == []
    assert (duty.badge.tone, duty.since) == (tone, reporting.ago(days))
    reporting.registered(team)
    reporting.certified(team, late_reason="Wachtte op de vernietiger.")
    assert asked(team.lead.user) == []


def test_a_review_that_went_no_further_still_destroys_its_documents(team):
    reporting.registered(team)
    team.review.state, team.review.ended_on = EngagementState.WITHDRAWN, clock.today()

    assert asked(team.lead.user) == ["documents"]


def test_the_coordinator_asks_for_a_decision_in_step_5(team, coordinator):
    assert asked(coordinator) == ["report/follow-up"]
    assert asked(team.lead.user) == []
    reporting.decided(team)
    assert asked(coordinator) == []


@pytest.mark.parametrize(("days", "is_due"), [(1, False), (0, True), (-1, True)])
def test_a_postponed_decision_comes_back_on_its_day_and_the_last_one_counts(
    team, coordinator, days, is_due
):
    until = clock.today() + timedelta(days=days)
    reporting.decided(team, FollowUpChoice.POSTPONED, on=reporting.ago(9), until=until)
    team.review.state = EngagementState.CLOSED

    assert asked(coordinator) == (["report/follow-up"] if is_due else [])
    reporting.decided(team, FollowUpChoice.DECLINED)
    assert asked(coordinator) == []


def test_the_board_and_the_treasurer_have_nothing_to_do_here(team, board, treasurer):
    reporting.made(team)
    reporting.presentation(team.review)

    assert duties(board) == duties(treasurer) == []
