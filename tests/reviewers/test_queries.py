"""What reviewers contribute to the home page and to the page of an engagement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.models.plans import PlanLine, ReviewPlan
from lt_admin.orientation.rules.plans import Component
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.hours import Activity
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.queries import assignments, hours, sections
from lt_admin.reviewers.queries.duties import duties, going_well
from lt_admin.reviewers.queries.words import about, independence
from lt_admin.reviewers.services import hours as services
from lt_admin.reviewers.services.assignments import ask, end_assignment
from tests.reviewers.factories import assigned, declared, engagement, organisation, reviewer

TODAY = date(2025, 5, 16)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(clock.noon(TODAY)):
        yield


@pytest.fixture
def work(session):
    return assigned(engagement(), reviewer())


def log(at, minutes=60, day=TODAY, **facts):
    wanted = {"step": 2, "activity": Activity.INTERVIEW, "by": at.reviewer.user} | facts
    return services.log_hours(at.reviewer, at.engagement, worked_on=day, minutes=minutes, **wanted)


@pytest.fixture(autouse=True)
def _request(app):
    """Duties hold addresses, which only a request knows."""
    with app.test_request_context():
        yield


def urls(user):
    return [duty.url for duty in duties(user)]


def test_who_is_asked_has_a_declaration_to_sign(coordinator):
    asked = ask(engagement(), reviewer(), AssignmentRole.LEAD, by=coordinator)

    assert urls(asked.reviewer.user) == [f"/assignments/{asked.id}"]
    declared(asked, has_other_paid_work=True)

    assert urls(asked.reviewer.user) == []
    assert urls(coordinator) == [f"/assignments/{asked.id}"]


def test_a_week_that_is_over_waits_to_be_submitted(work):
    log(work, 60)  # this week: no duty yet
    log(work, 75, TODAY - timedelta(days=7))
    log(work, 30, TODAY - timedelta(days=8))

    [duty] = duties(work.reviewer.user)

    assert duty.url == "/hours/2025-05-05"
    assert "19" in duty.sentence
    assert "1:45" in duty.reason


def test_hours_wait_for_the_coordinator_and_come_back(work, coordinator):
    entry = log(work)
    assert going_well(coordinator) != []
    services.submit([entry], by=work.reviewer.user)

    assert urls(coordinator) == ["/entries/approve"]
    assert going_well(coordinator) == []
    services.send_back([entry], reason="waarom", by=coordinator)

    assert urls(work.reviewer.user) == ["/hours/2025-05-16"]
    assert urls(coordinator) == []


def test_a_moment_of_supervision_gone_by_is_the_supervisors_and_the_coordinators(work, coordinator):
    hugo = reviewer("Hugo", ReviewerLevel.SUPERVISOR)
    assigned(work.engagement, hugo, AssignmentRole.SUPERVISOR)
    assert urls(hugo.user) == []

    work.engagement.state = EngagementState.DIALOGUE

    expected = [f"/engagements/{work.engagement_id}/supervision"]
    assert urls(hugo.user) == urls(coordinator) == expected


def test_board_and_treasurer_have_no_duties_here(board, treasurer, work):
    services.submit([log(work)], by=work.reviewer.user)

    assert duties(board) == duties(treasurer) == going_well(board) == []


def test_hours_per_step_stand_beside_the_plan(session, work, coordinator):
    line = PlanLine(
        position=1, step=2, component=Component.INTERVIEWS, lead_minutes=600, second_minutes=300
    )
    session.add(ReviewPlan(engagement=work.engagement, lines=[line]))
    approved, draft = log(work, 120), log(work, 45, activity=Activity.TIMELINE)
    log(work, 30, billable=False)
    log(work, 15, step=3, activity=Activity.SESSION)
    services.submit([approved], by=work.reviewer.user)
    services.approve([approved], by=coordinator)
    session.flush()

    found = sections.hours_per_step(work.engagement)

    assert [(s.step, s.planned, s.approved, s.underway) for s in found] == [
        (2, 900, 120, draft.minutes),
        (3, 0, 0, 15),
    ]


def test_a_review_that_never_began_owes_no_supervision(coordinator):
    refused = engagement(state=EngagementState.REJECTED)

    assert sections.supervision_section(refused, coordinator) is None


def test_sections_appear_when_there_is_something_to_say(work, coordinator):
    early = engagement(state=EngagementState.ORIENTATION)

    for offer in (
        sections.reviewers_section,
        sections.hours_section,
        sections.supervision_section,
    ):
        assert offer(early, coordinator) is None
    assert sections.hours_section(work.engagement, coordinator) is None  # no plan, no hours
    log(work)
    assert sections.hours_section(work.engagement, coordinator) is not None


def test_a_place_tells_about_itself(coordinator):
    house = organisation("De Proefpolder")
    place = assigned(engagement(), reviewer("Tessa", employer=house))
    asked = ask(engagement(), reviewer("Bram"), AssignmentRole.LEAD, by=coordinator)

    assert "De Proefpolder" in about(place)
    assert independence(place).tone == "ok"
    assert independence(asked).tone == "info"
    end_assignment(place, by=coordinator)
    assert independence(place).tone == "neutral"
    assert independence(declared(asked, has_other_paid_work=True)).tone == "warn"


def test_who_had_a_place_sees_the_review_and_who_declined_does_not(work, coordinator):
    asked = ask(engagement(), work.reviewer, AssignmentRole.LEAD, by=coordinator)

    assert len(assignments.engagements_of(work.reviewer)) == 2
    declared(asked, is_involved=True)
    end_assignment(work, by=coordinator)

    assert assignments.engagements_of(work.reviewer) == [work.engagement]


def test_two_places_in_one_review_are_two_stays(work, coordinator):
    end_assignment(work, by=coordinator)
    again = assigned(work.engagement, work.reviewer, on=TODAY)

    terms = hours.locked_terms(work.reviewer_id, {work.engagement_id})[work.engagement_id]

    assert [stay.since for stay in terms.stays] == [work.started_on, again.started_on]
    assert hours.locked_terms(work.reviewer_id, {999}) == {}


@pytest.mark.parametrize(("taken", "expected"), [(0, "lead"), (1, "second"), (2, "supervisor")])
def test_the_next_role_to_ask_for_is_the_first_that_is_free(coordinator, taken, expected):
    review = engagement()
    roles = [AssignmentRole.LEAD, AssignmentRole.SECOND]
    for role in roles[:taken]:
        assigned(review, reviewer(role), role)

    assert assignments.next_role(assignments.team_of(review)) == expected


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_a_review_that_ended_early_is_not_held_to_the_norm_of_supervision(work, coordinator, state):
    work.engagement.state = EngagementState(state)

    assert sections.supervision_section(work.engagement, coordinator) is None
