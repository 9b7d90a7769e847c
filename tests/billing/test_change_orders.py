import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.models.quotes import LineRole
from lt_admin.billing.queries.invoice_sections import hours_section
from lt_admin.billing.rules.change_orders import exceeding
from lt_admin.billing.rules.drafts import StepHours
from lt_admin.billing.services.change_orders import draft_from_hours
from lt_admin.core.db import session as db_session
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.hours import EntryState
from lt_admin.reviewers.rules.people import ReviewerLevel
from tests.billing.factories import commissioned
from tests.billing.invoice_factories import review, worked
from tests.counting import counted

LEVEL = ReviewerLevel.ACCREDITED
PLACES = st.dictionaries(
    st.tuples(st.integers(2, 5), st.sampled_from(["lead", "second"])),
    st.integers(0, 400).map(lambda quarters: quarters * 15),
)


def test_only_what_passes_the_agreed_hours_of_a_place_counts():
    agreed = {(2, "lead"): 600, (2, "second"): 600, (3, "lead"): 120}
    done = {(2, "lead"): 660, (2, "second"): 300, (4, "second"): 45}

    assert exceeding(done, agreed, "meer") == [
        StepHours(2, 60, 0, "meer"),
        StepHours(4, 0, 45, "meer"),
    ]


@given(PLACES, PLACES)
def test_with_the_change_order_no_place_passes_what_is_agreed(done, agreed):
    raised = dict(agreed)
    for each in exceeding(done, agreed):
        for role, minutes in (("lead", each.lead), ("second", each.second)):
            raised[each.step, role] = raised.get((each.step, role), 0) + minutes

    assert all(minutes <= raised.get(place, 0) for place, minutes in done.items())
    assert exceeding(done, raised) == []


def over(by, hours=4, **facts):
    """A review agreed at an hour in each step, in which more was worked in step 2."""
    engagement = review((60, 40), by=by, hours=4, state=EngagementState.DRAFTING)
    worked(engagement, hours, **facts)
    return engagement


def test_approved_and_submitted_hours_beyond_those_agreed_become_lines(coordinator):
    engagement = over(coordinator)
    worked(engagement, 1, state=EntryState.SUBMITTED)
    worked(engagement, 5, state=EntryState.DRAFT)

    made = draft_from_hours(engagement, by=coordinator)

    assert [(line.step, line.role, line.minutes) for line in made.lines] == [
        (2, LineRole.LEAD, 240)
    ]
    assert made.lines[0].description == "uren boven de afgesproken uren"
    assert [share.value for share in made.shares] == [60, 40]


def test_hours_of_the_second_reviewer_are_hers(coordinator):
    engagement = over(coordinator)
    place = {"engagement": engagement, "reviewer": engagement.worker}
    db_session.add(Assignment(role=AssignmentRole.SECOND, level_at_start=LEVEL, **place))
    db_session.flush()

    made = draft_from_hours(engagement, by=coordinator)

    assert made.lines[-1].role is LineRole.SECOND


def test_hours_that_count_for_nobody_are_left_out(coordinator):
    engagement = over(coordinator, billable=False)

    with pytest.raises(Refused):
        draft_from_hours(engagement, by=coordinator)


def test_without_an_accepted_quote_there_is_nothing_to_pass(coordinator):
    with pytest.raises(Refused):
        draft_from_hours(commissioned(by=coordinator), by=coordinator)


def test_one_change_order_at_a_time(coordinator):
    engagement = over(coordinator)
    draft_from_hours(engagement, by=coordinator)

    with pytest.raises(WrongState):
        draft_from_hours(engagement, by=coordinator)


def test_the_record_offers_it_while_the_hours_pass_the_ceiling(client_of, coordinator, treasurer):
    engagement = over(coordinator, hours=3)
    page, path = (
        f"/engagements/{engagement.id}",
        f"/engagements/{engagement.id}/change-order/from-hours",
    )
    client = client_of(coordinator)
    assert path not in client.get(page).text
    worked(engagement, 2, state=EntryState.SUBMITTED)
    assert path in client.get(page).text
    assert path not in client_of(treasurer).get(page).text

    answer = client.post_form(path, page=page)

    assert answer.location.endswith("/edit")


def test_the_round_offers_it_too(client_of, coordinator):
    engagement = over(coordinator, hours=5)
    path = f"/engagements/{engagement.id}/change-order/from-hours"

    assert path in client_of(coordinator).get(f"/engagements/{engagement.id}/invoices/interim").text


def test_others_draft_nothing(client_of, coordinator, reviewer_user):
    path = f"/engagements/{over(coordinator).id}/change-order/from-hours"

    assert client_of(reviewer_user).post_form(path, page="/account").status_code == 403
    missing = "/engagements/99999/change-order/from-hours"
    assert client_of(coordinator).post_form(missing, page="/account").status_code == 404


def test_the_budget_takes_one_statement(app, engine, coordinator):
    engagement = over(coordinator)
    with app.test_request_context("/"), counted(engine) as few:
        section = hours_section(engagement, coordinator)

    assert len(few) == 1
    assert section.context["over"] == 0


def test_the_page_of_a_quote_shows_the_budget(client_of, coordinator, session):
    engagement = over(coordinator)
    made = draft_from_hours(engagement, by=coordinator)
    session.flush()

    page = client_of(coordinator).page(f"/quotes/{made.id}")

    assert len([node for node in page.all("h2") if node.get("id") == "hours"]) == 1
