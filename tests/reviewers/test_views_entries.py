"""The coordinator's work list of hours, and single entries."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from lt_admin.core import clock
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from lt_admin.reviewers.services import hours
from tests.reviewers.factories import assigned, engagement, reviewer

LIST = "/entries/approve"


def submitted(at, minutes=60, **facts):
    wanted = {"worked_on": clock.today(), "step": 2, "activity": Activity.INTERVIEW} | facts
    entry = hours.log_hours(
        at.reviewer, at.engagement, minutes=minutes, by=at.reviewer.user, **wanted
    )
    hours.submit([entry], by=at.reviewer.user)
    return entry


@pytest.fixture
def work(session):
    return assigned(engagement(), reviewer())


def test_what_waits_stands_in_the_list_with_its_reason(client_of, coordinator, work):
    submitted(work, 90)

    page = client_of(coordinator).page(LIST)

    assert "Bram Fictema" in page.text
    assert work.engagement.code in page.text
    assert "1:30" in page.text
    boxes = [node for node in page.all("input") if node.get("name") == "entry"]
    assert len(boxes) == 1


def test_a_long_day_is_not_ticked_beforehand(client_of, coordinator, work):
    submitted(work, 11 * 60)

    page = client_of(coordinator).page(LIST)

    [box] = [node for node in page.all("input") if node.get("name") == "entry"]
    assert box.get("checked") is None
    assert "11:00" in page.text


def test_many_are_approved_at_once_and_the_rest_waits(client_of, coordinator, work):
    first, second = submitted(work, 60), submitted(work, 30, activity=Activity.WRITING)
    other = submitted(work, 15, activity=Activity.ANALYSIS)
    chosen = {"entry": [first.id, second.id], "do": "approve"}

    answer = client_of(coordinator).post_form(LIST, chosen)

    assert answer.status_code == 302
    states = [first.state, second.state, other.state]
    assert states == [EntryState.APPROVED, EntryState.APPROVED, EntryState.SUBMITTED]


def test_returning_needs_a_reason_beside_the_field(client_of, coordinator, work):
    entry = submitted(work)
    client = client_of(coordinator)

    assert client.post_form(LIST, {"entry": [entry.id], "do": "return"}).status_code == 422
    assert entry.state is EntryState.SUBMITTED

    reason = {"entry": [entry.id], "do": "return", "reason": "Is dit niet stap 3?"}
    assert client.post_form(LIST, reason).status_code == 302
    assert (entry.state, entry.returned_reason) == (EntryState.RETURNED, "Is dit niet stap 3?")


@pytest.mark.parametrize("entry", [[], ["x"], ["999999"], ["9" * 30]])
def test_nothing_ticked_is_nothing_approved(client_of, coordinator, work, entry):
    waiting = submitted(work)

    answer = client_of(coordinator).post_form(LIST, {"entry": entry, "do": "approve"})

    assert answer.status_code == 422
    assert waiting.state is EntryState.SUBMITTED


def test_the_list_is_narrowed_to_a_review_or_a_reviewer(client_of, coordinator, work):
    other = assigned(engagement(), reviewer("Nadia Proefsma"))
    submitted(work)
    submitted(other)
    client = client_of(coordinator)

    by_review = client.page(f"{LIST}?review={work.engagement_id}")
    by_person = client.page(f"{LIST}?reviewer={other.reviewer_id}")

    assert by_review.html.count('name="entry"') == by_person.html.count('name="entry"') == 1
    assert client.page(f"{LIST}?review=x&reviewer=-").html.count('name="entry"') == 2


def test_an_empty_list_says_so(client_of, coordinator):
    assert client_of(coordinator).page(LIST).html.count('name="entry"') == 0


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_statements_whatever_its_length(
    client_of, coordinator, work, engine, number
):
    for step in range(number):
        submitted(work, 15, activity=list(Activity)[step])
    client = client_of(coordinator)
    seen = []
    listener = lambda *a: seen.append(a[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)

    client.page(LIST)
    event.remove(engine, "before_cursor_execute", listener)

    assert len([text for text in seen if text.startswith("SELECT")]) <= 8


def test_every_hour_stands_in_a_list_that_exports(client_of, board, work):
    submitted(work, 75)
    client = client_of(board)

    assert "1:15" in client.page("/entries").text
    assert "1,25" in client.get("/entries?as=csv&state=submitted").text
    assert "1,25" not in client.get("/entries?as=csv&state=approved").text


def test_approved_hours_open_again_through_their_page(client_of, coordinator, work):
    entry = submitted(work)
    hours.approve([entry], by=coordinator)
    page = f"/entries/{entry.id}"

    client_of(coordinator).post_form(f"{page}/reopen", page=page)

    assert entry.state is EntryState.DRAFT


def test_billed_hours_are_corrected_through_their_page(session, client_of, coordinator, work):
    entry = submitted(work)
    hours.approve([entry], by=coordinator)
    entry.locked_at = clock.now()
    client, page = client_of(coordinator), f"/entries/{entry.id}"

    refused = client.post_form(f"{page}/correct", {"minutes": "-2:00"}, page=page)
    assert refused.status_code == 422
    assert "1:00" in refused.text
    assert client.post_form(f"{page}/correct", {"minutes": "-0:45"}, page=page).status_code == 302

    counter = session.scalars(select(TimeEntry).where(TimeEntry.corrects_id == entry.id)).one()
    assert counter.minutes == -45
    assert "\N{MINUS SIGN}0:45" in client.page(page).text


def test_a_reviewer_takes_away_a_returned_correction(session, client_of, coordinator, work):
    entry = submitted(work)
    hours.approve([entry], by=coordinator)
    entry.locked_at = clock.now()
    counter = hours.correct(entry, minutes=-15, by=coordinator)
    hours.send_back([counter], reason="toch niet", by=coordinator)
    session.flush()
    page = f"/entries/{counter.id}"

    client_of(work.reviewer.user).post_form(f"{page}/remove", page=page)

    assert session.scalars(select(TimeEntry.id)).all() == [entry.id]


def test_an_entry_of_others_and_a_missing_one_answer_alike(client_of, stranger, work):
    entry = submitted(work)
    client = client_of(stranger)

    there = client.page(f"/entries/{entry.id}", status=404)
    missing = client.page("/entries/999999", status=404)

    assert there.text == missing.text
    assert client_of(work.reviewer.user).get(f"/entries/{entry.id}").status_code == 200


def test_only_the_coordinator_approves(client_of, board, treasurer, reviewer_user):
    for user in (board, treasurer, reviewer_user):
        assert client_of(user).get(LIST).status_code == 403
    assert client_of(reviewer_user).get("/entries").status_code == 403
