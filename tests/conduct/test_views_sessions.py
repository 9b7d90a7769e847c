from datetime import timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from sqlalchemy import select

from lt_admin.conduct.models.sessions import (
    ReviewSession,
    ServiceUserVoice,
    SessionKind,
    SessionState,
    Voice,
)
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.outbox import QueuedMail
from lt_admin.reviewers.models.assignments import AssignmentRole
from tests.conduct.factories import at, guided, held, planned, review
from tests.reviewers.factories import assigned, reviewer
from tests.strangers import answers_alike

_K = SessionKind


def address(of, rest=""):
    return f"/engagements/{of.id}/sessions{rest}"


def day(days):
    return f"{clock.today() + timedelta(days=days):%d-%m-%Y}"


def typed(**facts):
    return {"kind": "introduction", "day": day(3), "time": "10:00", "minutes": "2:00", **facts}


def all_sessions(session):
    return session.scalars(select(ReviewSession)).all()


def test_a_session_is_planned_moved_and_recorded(session, coordinator, client_of):
    found, guide = guided(by=coordinator)
    client = client_of(coordinator)
    client.submit(address(found, "/new"), typed(place="Raadhuisplein 1"))
    [made] = all_sessions(session)
    assert (made.reviewers, made.starts_at) == ([guide], at(3))
    one = address(found, f"/{made.id}")
    client.submit(f"{one}/move", {"day": day(-1), "time": "9.30"})
    client.submit(one, {"attended": "12"}, action=one)
    assert (made.state, made.attended, made.sequence) == (SessionState.HELD, 12, 1)
    about = select(QueuedMail).where(QueuedMail.about.startswith("review_session:"))
    assert len(session.scalars(about).all()) == 2  # it was to come before it moved


def test_a_session_is_cancelled_with_one_button(session, coordinator, client_of):
    found, guide = guided(by=coordinator)
    made = planned(found, by=coordinator, reviewers=[guide])
    one = address(found, f"/{made.id}")
    client_of(coordinator).submit(one, action=f"{one}/cancel")
    assert made.state is SessionState.CANCELLED
    assert client_of(coordinator).post_form(f"{one}/cancel", page=one).status_code == 409


def test_a_held_session_is_recorded_in_one_form(session, coordinator, client_of):
    found, _guide = guided(by=coordinator)
    held(found, by=coordinator, starts_at=at(-5))
    facts = {"kind": "group_interview", "day": day(-1), "attended": "22", "subgroups": "6, 6, 5, 5"}
    answer = client_of(coordinator).submit(address(found, "/held"), typed(**facts))
    assert answer.status_code == 302
    text = client_of(coordinator).page(address(found)).text
    assert "22 (6 + 6 + 5 + 5)" in text


def test_an_interview_before_the_introduction_is_refused_in_words(session, coordinator, client_of):
    found, _guide = guided(by=coordinator)
    facts = {"kind": "interview", "day": day(-1), "attended": "1"}
    answer = client_of(coordinator).submit(address(found, "/held"), typed(**facts))
    assert answer.status_code == 422
    assert "Leg eerst een introductie vast" in answer.text
    assert all_sessions(session) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "presentation"}, "Kies de organisaties waarvan bestuurders"),
        ({"time": "half tien"}, "Schrijf een tijd"),
        ({"day": "30-3-2025", "time": "2:30"}, "slaat de klok deze tijd over"),
        ({"minutes": "11:00"}, "10:00"),
    ],
)
def test_what_does_not_fit_is_asked_back(session, coordinator, client_of, facts, words):
    found, _guide = guided(by=coordinator)
    answer = client_of(coordinator).submit(address(found, "/new"), typed(**facts))
    assert answer.status_code == 422
    assert words in answer.text
    assert all_sessions(session) == []


@pytest.mark.parametrize("facts", [{"attended": "0"}, {"attended": "6", "subgroups": "a, b"}])
def test_numbers_that_do_not_fit_are_asked_back(coordinator, client_of, facts):
    found = review(by=coordinator)
    made = planned(found, _K.DIALOGUE, by=coordinator, starts_at=at(-1))
    one = address(found, f"/{made.id}")
    assert client_of(coordinator).submit(one, facts, action=one).status_code == 422
    assert made.state is SessionState.PLANNED


def test_a_session_to_come_cannot_be_recorded(coordinator, client_of):
    found = review(by=coordinator)
    made = planned(found, by=coordinator)
    one = address(found, f"/{made.id}")
    answer = client_of(coordinator).submit(one, {"attended": "3"}, action=one)
    assert "moet nog komen" in answer.text
    assert made.state is SessionState.PLANNED


def entries(session):
    return session.scalars(select(AuditEntry.id)).all()


PAGES = ("", "/new", "/held", "/{}", "/{}/move")


def test_no_page_asks_for_a_file_or_for_notes(coordinator, client_of):
    found = review(by=coordinator)
    made = planned(found, _K.INTERVIEW, by=coordinator)
    for rest in PAGES:
        page = client_of(coordinator).page(address(found, rest.format(made.id)))
        assert [n for n in page.all("input") if n.get("type") == "file"] == []
        assert page.all("textarea") == []
        assert "multipart" not in page.html


@pytest.mark.parametrize("rest", ["/new", "/held", "/{}", "/{}/move", "/{}/cancel"])
def test_a_file_is_refused_in_words_and_changes_nothing(session, coordinator, client_of, rest):
    found, _guide = guided(by=coordinator)
    made = planned(found, _K.INTERVIEW, by=coordinator)
    before = len(entries(session))
    notes = {"notes": (BytesIO(b"verslag van het interview"), "notities.docx")}
    answer = client_of(coordinator).post_form(
        address(found, rest.format(made.id)),
        {**typed(), "attended": "1", **notes},
        page=address(found, "/new"),
    )
    assert answer.status_code == 422
    assert "nooit bestanden bewaard" in answer.text
    assert len(entries(session)) == before


def test_the_calendar_file_is_neutral_and_names_nobody(coordinator, client_of):
    found, guide = guided(by=coordinator)
    made = planned(found, _K.INTERVIEW, by=coordinator, reviewers=[guide], with_family=True)
    answer = client_of(coordinator).get(address(found, f"/{made.id}/calendar.ics"))
    [event] = Calendar.from_ical(answer.data).events
    assert answer.mimetype == "text/calendar"
    assert event["SUMMARY"] == f"Leerreview {found.code}: interview"
    assert (event.uid, event.attendees) == (made.uid, [])


def test_a_reviewer_works_on_own_reviews_only(coordinator, reviewer_user, client_of):
    found, _guide = guided(by=coordinator, user=reviewer_user)
    other = review(by=coordinator)
    made = planned(other, by=coordinator)
    client = client_of(reviewer_user)
    for page in ("", "/new", "/held"):
        assert answers_alike(client, f"/engagements/{{}}/sessions{page}", other.id) == 404
    for rest in ("", "/move", "/calendar.ics"):
        assert answers_alike(client, address(other, f"/{{}}{rest}"), made.id) == 404
    assert client.submit(address(found, "/new"), typed()).status_code == 302


def test_a_session_of_another_review_is_not_found(coordinator, client_of):
    made = planned(review(by=coordinator), by=coordinator)
    other = review(by=coordinator)
    assert answers_alike(client_of(coordinator), address(other, "/{}"), made.id) == 404


def test_board_and_treasurer_read_and_change_nothing(coordinator, board, treasurer, client_of):
    found = review(by=coordinator)
    made = planned(found, by=coordinator)
    for reader in (board, treasurer):
        client = client_of(reader)
        for rest in ("", f"/{made.id}"):
            page = client.page(address(found, rest))
            assert [f for f in page.all("form") if f.get("action") != "/logout"] == []
        assert client.get(address(found, "/new")).status_code == 403
        assert client.post_form(address(found, f"/{made.id}"), page="/").status_code == 403


def test_a_supervisor_is_no_reviewer_at_a_session(coordinator, client_of):
    found = review(by=coordinator)
    supervisor = reviewer("Hugo Schijnveld", by=coordinator)
    assigned(found, supervisor, AssignmentRole.SHADOW)
    page = client_of(coordinator).page(address(found, "/new"))
    assert "Hugo Schijnveld" in page.text


def test_a_voice_is_written_down_and_answered(session, coordinator, client_of):
    found = review(by=coordinator)
    client, voices = client_of(coordinator), f"/engagements/{found.id}/voices"
    new = {"relation": "young_person", "voice": "invited"}
    client.submit(f"{voices}/new", new)
    girl = session.scalars(select(ServiceUserVoice)).one()
    refused = client.submit(f"{voices}/{girl.id}", {"voice": "declined"})
    assert refused.status_code == 422
    assert "waarom niet" in refused.text
    client.submit(f"{voices}/{girl.id}", {"voice": "took_part", "own_consent": "y"})
    assert (girl.voice, girl.own_consent) == (Voice.TOOK_PART, True)
    assert "zelf gegeven" in client.page(address(found)).text


def test_the_page_takes_as_many_statements_for_many_sessions(coordinator, client_of, statements):
    found, guide = guided(by=coordinator)
    client, counts = client_of(coordinator), []
    for size in (1, 8):
        for _n in range(size):
            planned(found, by=coordinator, reviewers=[guide])
        client.get(address(found))
        statements.clear()
        client.get(address(found))
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 16
