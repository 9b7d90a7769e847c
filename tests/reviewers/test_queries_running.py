from datetime import timedelta

import pytest

from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.services import engagements as orientation
from lt_admin.reviewers.models.hours import Activity
from lt_admin.reviewers.queries.running import running_reviews
from lt_admin.reviewers.services.hours import log_hours
from tests.reviewers.factories import assigned, engagement, reviewer


def running(**facts):
    """A review with an hour of work in it."""
    place = assigned(engagement(ceiling_minutes=600, **facts), reviewer())
    how = {"step": 2, "activity": Activity.INTERVIEW, "by": place.reviewer.user}
    log_hours(place.reviewer, place.engagement, worked_on=clock.today(), minutes=60, **how)
    return place.engagement


def test_a_running_review_tells_its_step_and_the_hours_of_its_ceiling(session, coordinator):
    review = running()

    [found] = running_reviews(coordinator)

    assert (found.code, found.state) == (review.code, review.state)
    assert (found.used, found.ceiling) == (60, 600)


def test_a_review_on_hold_stands_in_the_step_where_it_waits(session, coordinator):
    review = running(state=EngagementState.DIALOGUE)
    orientation.hold(review, reason="Zomervakantie", by=coordinator)
    session.flush()

    [found] = running_reviews(coordinator)

    assert (found.state, found.step) == (EngagementState.ON_HOLD, 3)


def test_a_review_past_its_planned_end_shows(session, coordinator):
    running(planned_end_on=clock.today() - timedelta(days=1))

    assert running_reviews(coordinator)[0].badge.tone == "danger"


def test_only_who_coordinates_sees_them(session, treasurer, reviewer_user):
    running()

    assert running_reviews(treasurer) == running_reviews(reviewer_user) == []


@pytest.mark.parametrize("state", ["requested", "orientation", "quoted", "closed", "withdrawn"])
def test_what_does_not_run_is_not_listed(session, coordinator, state):
    engagement(state=EngagementState(state))

    assert running_reviews(coordinator) == []


def test_the_home_page_takes_as_many_statements_for_many_reviews_as_for_one(
    session, client_of, coordinator, statements
):
    first, client = running(), client_of(coordinator)
    session.commit()
    assert first.code in client.page("/").text
    statements.clear()
    client.page("/")
    few = len(statements)
    for _ in range(4):
        running()
    session.commit()
    statements.clear()
    client.page("/")

    assert len(statements) == few
