"""The week grid, the quick entry and one's own list, as a reviewer uses them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from lt_admin.core import clock
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.rules.grid import cell_name
from lt_admin.reviewers.rules.hours import Key
from lt_admin.reviewers.services import hours
from tests.reviewers.factories import assigned, engagement, reviewer

TODAY = date(2025, 5, 16)  # a Friday
MONDAY = date(2025, 5, 12)
WEEK = "/hours/2025-05-16"


@pytest.fixture(autouse=True)
def _today():
    clock.stand_still(clock.noon(TODAY))
    yield
    clock.stand_still(None)


@pytest.fixture
def work(session):
    return assigned(engagement(), reviewer())


@pytest.fixture
def client(client_of, work):
    return client_of(work.reviewer.user)


def name(at, day=TODAY, step=2, activity=Activity.INTERVIEW, billable=True):
    return cell_name(Key(at.engagement_id, day, step, activity, billable))


def entries(session):
    return session.scalars(select(TimeEntry).order_by(TimeEntry.worked_on, TimeEntry.id)).all()


def log(at, minutes=60, day=TODAY, **facts):
    standard = {"step": 2, "activity": Activity.INTERVIEW, "by": at.reviewer.user}
    return hours.log_hours(
        at.reviewer, at.engagement, worked_on=day, minutes=minutes, **standard | facts
    )


def test_the_grid_stands_ready_with_the_step_of_the_review(client, work):
    page = client.page(WEEK)

    fields = [node.get("name") for node in page.all("input")]
    assert name(work) in fields
    assert client.get("/hours").headers["Location"] == WEEK


def test_hours_are_understood_in_every_way_of_writing(session, client, work):
    ways = {0: "7.15", 1: "7,25", 2: "7:15", 3: "7u15", 4: ""}
    typed = {name(work, MONDAY + timedelta(days=day)): text for day, text in ways.items()}

    assert client.submit(WEEK, typed).status_code == 302

    assert [entry.minutes for entry in entries(session)] == [435] * 4
    assert {entry.state for entry in entries(session)} == {EntryState.DRAFT}


def test_what_is_not_understood_stays_on_the_page_and_saves_nothing(session, client, work):
    typed = {name(work): "zeven", name(work, MONDAY): "2:00"}

    answer = client.submit(WEEK, typed)

    assert answer.status_code == 422
    assert 'value="zeven"' in answer.text
    assert 'value="2:00"' in answer.text
    assert entries(session) == []


def test_enter_saves_and_a_quarter_more_or_less_comes_back_to_the_cell(session, client, work):
    cell = name(work)

    more = client.submit(WEEK, {cell: "1:00", "step": f"{cell}:+15"})
    assert more.headers["Location"] == f"{WEEK}#{cell}"
    assert [entry.minutes for entry in entries(session)] == [75]

    client.submit(WEEK, {"step": f"{cell}:-15"})
    assert [entry.minutes for entry in entries(session)] == [60]


def test_a_cell_that_is_emptied_is_taken_away(session, client, work):
    log(work)

    client.submit(WEEK, {name(work): ""})

    assert entries(session) == []


def test_the_week_is_submitted_and_taken_back(session, client, work):
    client.submit(WEEK, {name(work): "2:00", "do": "submit"})
    assert [entry.state for entry in entries(session)] == [EntryState.SUBMITTED]

    client.post_form(f"{WEEK}/take-back", page=WEEK)
    assert [entry.state for entry in entries(session)] == [EntryState.DRAFT]


def test_an_empty_week_is_not_submitted(client):
    assert client.submit(WEEK, {"do": "submit"}).status_code == 422


def test_a_row_is_added_and_stays_while_it_is_empty(session, client, work):
    row = f"{work.engagement_id}-3-analysis-0"
    wanted = {"review": work.engagement_id, "stage": 3, "activity": "analysis", "billable": 0}

    answer = client.submit(WEEK, wanted | {"do": "add", name(work): "1:00"})

    assert f"row={row}" in answer.headers["Location"]
    added = name(work, step=3, activity=Activity.ANALYSIS, billable=False)
    assert added in client.page(answer.headers["Location"]).html
    assert len(entries(session)) == 1


def test_another_day_is_shown_after_saving(session, client, work):
    answer = client.submit(WEEK, {name(work): "1:00", "go": "2025-05-13"})

    assert answer.headers["Location"] == "/hours/2025-05-13"
    assert len(entries(session)) == 1


@pytest.mark.parametrize(("what", "day"), [("week", TODAY), ("day", TODAY)])
def test_a_copy_waits_for_saving(session, client, work, what, day):
    log(work, 90, day - timedelta(days=7))
    if what == "day":
        log(work, 45, day - timedelta(days=2))

    page = client.page(f"{WEEK}?copy={what}")
    assert len(entries(session)) == (1 if what == "week" else 2)
    shown = {node.get("name"): node.get("value") for node in page.all("input")}
    assert shown[name(work)] == ("1:30" if what == "week" else "0:45")

    client.submit(f"{WEEK}?copy={what}")
    assert entries(session)[-1].worked_on == day


def test_the_first_hour_before_the_declaration_is_refused(session, client_of):
    at = assigned(engagement(), reviewer("Nadia Proefsma"), on=TODAY)

    answer = client_of(at.reviewer.user).submit(WEEK, {name(at, MONDAY): "1:00"})

    assert answer.status_code == 422
    assert "16-05-2025" in answer.text
    assert entries(session) == []


def test_hour_207_and_a_quarter_is_refused_beside_the_field(session, client, work):
    work.engagement.ceiling_minutes = 207 * 60
    for day in range(9):
        log(work, 23 * 60, TODAY - timedelta(days=1 + day))

    answer = client.submit(WEEK, {name(work): "0:15"})

    assert answer.status_code == 422
    assert f'id="{name(work)}-error"' in answer.text
    assert "207:00" in answer.text
    assert sum(entry.minutes for entry in entries(session)) == 207 * 60


def test_submitted_cells_are_shown_but_not_for_typing(client, work):
    hours.submit([log(work)], by=work.reviewer.user)

    field = next(node for node in client.page(WEEK).all("input") if node.get("name") == name(work))

    assert (field.get("value"), field.get("readonly") is not None) == ("1:00", True)


def test_returned_hours_say_why_on_the_page(client, work, coordinator):
    entry = log(work)
    hours.submit([entry], by=work.reviewer.user)
    hours.send_back([entry], reason="Is dit niet stap 3?", by=coordinator)

    assert "Is dit niet stap 3?" in client.page(WEEK).text


@pytest.mark.parametrize("path", ["/hours/2025-13-01", "/hours/abcdefghij", "/hours/0001-01-01"])
def test_a_day_that_does_not_exist_is_no_page(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"c-1-9-session-1-20250512": "1:00"},
        {"c-1-2-nonsense-1-20250512": "1:00"},
        {"c-1-2-session-1-20251399": "1:00"},
        {"step": "nothing"},
        {"do": "add", "review": "x"},
        {"go": "tomorrow"},
    ],
)
def test_nonsense_in_the_form_changes_nothing(session, client, sent):
    assert client.submit(WEEK, sent).status_code in {302, 422}
    assert entries(session) == []


def test_hours_for_a_review_of_others_are_refused(session, client_of, work):
    other = assigned(engagement(), reviewer("Wim Vreemd"))

    answer = client_of(other.reviewer.user).submit(WEEK, {name(work): "1:00"})

    assert answer.status_code == 422
    assert work.engagement.code not in answer.text
    assert entries(session) == []


def test_a_shadow_gets_a_row_that_is_not_billable(client_of, work):
    yara = reviewer("Yara Oefenaar", ReviewerLevel.IN_TRAINING)
    shadow = assigned(work.engagement, yara, AssignmentRole.SHADOW)

    page = client_of(yara.user).page(WEEK)

    assert name(shadow, activity=Activity.SHADOWING, billable=False) in page.html


def test_who_has_no_review_reads_the_next_step(client_of, stranger):
    reviewer("Wim Vreemd", user=stranger)

    assert "/my-reviews" in client_of(stranger).page(WEEK).html


def test_saving_a_week_costs_few_statements_whatever_the_number_of_cells(
    session, client_of, engine
):
    bram = reviewer("Bram Fictema")
    places = [assigned(engagement(), bram) for _ in range(5)]
    week = MONDAY - timedelta(days=7)
    client, address = client_of(bram.user), f"/hours/{week}"
    token = client.page(address).token()
    cells = {name(at, week + timedelta(days=day)): "1:00" for at in places for day in range(7)}
    seen = []
    listener = lambda *a: seen.append(a[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)

    answer = client.post(address, data=cells | {"csrf_token": token})
    event.remove(engine, "before_cursor_execute", listener)

    said = [text for text in seen if not text.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    assert answer.status_code == 302
    assert len(said) <= 10, said  # three of them chain the log
    assert len(entries(session)) == 35


def test_the_quick_entry_adds_to_the_day(session, client, work):
    typed = {"minutes": "0:45"}

    assert client.submit("/hours/quick", typed).status_code == 302
    assert client.submit("/hours/quick", typed).status_code == 302

    assert [(e.minutes, e.worked_on) for e in entries(session)] == [(90, TODAY)]


def test_the_quick_entry_refuses_in_words(session, client, work):
    assert client.submit("/hours/quick", {"minutes": "50"}).status_code == 422
    late = {"minutes": "1:00", "worked_on": "17-5-2025"}
    assert client.submit("/hours/quick", late).status_code == 422
    assert entries(session) == []


def test_ones_own_hours_stand_in_a_list_with_the_balance(client, client_of, work):
    hours.submit([log(work, 90)], by=work.reviewer.user)
    log(work, 45, TODAY - timedelta(days=1))

    page = client.page("/hours/mine")
    assert "1:30" in page.text
    assert "0:45" in page.text
    assert client.get("/hours/mine?as=csv").mimetype == "text/csv"


def test_hours_are_for_reviewers(client_of, coordinator, treasurer, board):
    for user in (coordinator, treasurer, board):
        assert client_of(user).get(WEEK).status_code == 403
        assert client_of(user).get("/hours/quick").status_code == 403


def test_an_account_without_reviewer_record_finds_nothing(client_of, stranger):
    assert client_of(stranger).get(WEEK).status_code == 404
