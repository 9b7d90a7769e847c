import pytest
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.core.outbox import QueuedMail
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import Outcome, Readiness
from tests.orientation.factories import (
    engagement_in,
    on,
    organisation_named,
    oriented,
    requested,
    with_partners,
)

ASKED = {
    "sender_name": "Anna Voorbeeldig",
    "sender_email": "anna@duinermeer.example",
    "received_on": "13-1-2025",
    "channel": "email",
}
NEW = {
    "new_name": "Gemeente Duinermeer",
    "new_kind": "municipality",
    "new_sector": "municipality",
    "new_city": "Duinermeer",
}


def only_engagement(session):
    return session.scalars(select(Engagement)).one()


def test_a_request_with_a_new_organisation_is_one_form_and_a_look_at_the_mail(
    session, coordinator, client_of
):
    client = client_of(coordinator)
    answer = client.submit("/requests/new", {**ASKED, **NEW})
    engagement = only_engagement(session)
    assert answer.location == f"/engagements/{engagement.id}/acknowledgement"
    assert session.scalars(select(QueuedMail)).all() == []
    assert "Uw aanvraag voor een oriëntatiegesprek" in client.page(answer.location).text
    client.submit(answer.location)
    assert session.scalars(select(QueuedMail.recipient)).all() == ["anna@duinermeer.example"]
    assert "Beste Anna Voorbeeldig" in session.scalars(select(QueuedMail.text)).one()


def test_a_request_of_an_organisation_that_we_know(session, coordinator, client_of):
    known = organisation_named(by=coordinator)
    client_of(coordinator).submit("/requests/new", {**ASKED, "organisation": known.id})
    assert only_engagement(session).request.organisation.id == known.id
    assert len(session.scalars(select(Organisation)).all()) == 1


def test_what_is_likely_the_same_organisation_is_shown_before_it_is_saved(
    session, coordinator, client_of
):
    organisation_named("GEMEENTE DUINERMEER (demo)", by=coordinator)
    client = client_of(coordinator)
    answer = client.submit("/requests/new", {**ASKED, **NEW})
    assert answer.status_code == 422
    assert "een naam die er veel op lijkt" in answer.text
    assert "Anna Voorbeeldig" in answer.text
    assert session.scalars(select(Engagement)).all() == []
    client.submit("/requests/new", {**ASKED, **NEW, "anyway": "1"})
    assert len(session.scalars(select(Organisation)).all()) == 2


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {**NEW, "new_kind": ""},
        {**NEW, "new_sector": ""},
        {**NEW, "new_kvk": "123"},
        {**NEW, "sender_email": "geen adres"},
        {**NEW, "received_on": "31-2-2025"},
        {**NEW, "received_on": "1-1-2099"},
        {**NEW, "inspectorate_term": "free"},
        {**NEW, "organisation": "999999"},
        {**NEW, "channel": "x"},
    ],
)
def test_a_request_that_is_not_right_is_not_kept_and_nothing_typed_is_lost(
    session, coordinator, client_of, facts
):
    answer = client_of(coordinator).submit("/requests/new", {**ASKED, **facts})
    assert answer.status_code == 422
    assert 'value="Anna Voorbeeldig"' in answer.text
    assert session.scalars(select(Engagement)).all() == []
    assert session.scalars(select(Organisation)).all() == []


def test_either_a_known_organisation_or_a_new_one(session, coordinator, client_of):
    known = organisation_named("Pleegzorg Merelnest", by=coordinator)
    answer = client_of(coordinator).submit(
        "/requests/new", {**ASKED, **NEW, "organisation": known.id}
    )
    assert answer.status_code == 422


def test_an_acknowledgement_goes_once(session, coordinator, client_of):
    engagement = requested(by=coordinator)
    address = f"/engagements/{engagement.id}/acknowledgement"
    client = client_of(coordinator)
    assert "Verstuurd op" in client.page(address).text
    assert client.post_form(address, page="/").status_code == 409
    assert len(session.scalars(select(QueuedMail)).all()) == 1


def test_a_wrong_address_can_be_corrected_before_the_mail_goes(session, coordinator, client_of):
    engagement = requested(by=coordinator, acknowledge=False)
    client = client_of(coordinator)
    client.submit(f"/engagements/{engagement.id}/request", {"sender_email": "a@merelnest.example"})
    client.submit(f"/engagements/{engagement.id}/acknowledgement")
    assert session.scalars(select(QueuedMail.recipient)).all() == ["a@merelnest.example"]


def test_the_inspectorate_gives_an_extension_with_its_reason(coordinator, client_of):
    engagement = requested(by=coordinator)
    client, address = client_of(coordinator), f"/engagements/{engagement.id}/request"
    term = {"inspectorate_term": "six_weeks", "inspectorate_extended_to": "1-1-2099"}
    assert client.submit(address, term).status_code == 422
    client.submit(address, {**term, "extension_reason": "Meer partijen in de keten."})
    assert engagement.request.busy_until.year == 2099


def test_a_conversation_is_recorded_with_its_people(coordinator, reviewer_user, client_of):
    engagement = requested(by=coordinator)
    with_partners(engagement, "Ziekenhuis Noorderzon", by=coordinator)
    hosts = [coordinator.id, reviewer_user.id]
    client_of(coordinator).submit(
        f"/engagements/{engagement.id}/meetings/new",
        {"hosts": hosts, "outcome": "plan_and_quote", "place": "Duinermeer"},
    )
    [meeting] = engagement.meetings
    assert engagement.state is EngagementState.ORIENTATION
    assert {host.name for host in meeting.hosts} == {"Ilse Modelhof", "Bram Fictema"}
    assert len(meeting.organisations) == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"held_on": "1-1-2020"},
        {"organisations": []},
        {"hosts": ["999999"]},
        {"held_on": "1-1-2099", "outcome": "not_now"},
    ],
)
def test_a_conversation_that_cannot_be_right_is_refused(coordinator, client_of, facts):
    engagement = requested(by=coordinator)
    answer = client_of(coordinator).submit(f"/engagements/{engagement.id}/meetings/new", facts)
    assert answer.status_code == 422
    assert engagement.state is EngagementState.REQUESTED


def test_an_outcome_follows_later(coordinator, client_of):
    engagement = oriented(by=coordinator)
    [meeting] = engagement.meetings
    meeting.outcome = None
    client, address = client_of(coordinator), f"/engagements/{engagement.id}/meetings"
    assert client.submit(f"{address}/{meeting.id}/outcome").status_code == 422
    client.submit(f"{address}/{meeting.id}/outcome", {"outcome": "not_now"})
    assert meeting.outcome is Outcome.NOT_NOW
    assert client.get(f"{address}/999999/outcome").status_code == 404


def test_the_checklist_keeps_answers_and_leaves_open_what_was_not_discussed(coordinator, client_of):
    engagement = requested(by=coordinator)
    client, address = client_of(coordinator), f"/engagements/{engagement.id}/readiness"
    client.submit(address, {"time_available": "yes", "boards_committed": "no"})
    given = {answer.question: answer.is_met for answer in engagement.readiness}
    assert given == {Readiness.TIME_AVAILABLE: True, Readiness.BOARDS_COMMITTED: False}
    assert "checked" in client.page(address).html


def test_the_list_says_what_each_request_waits_for(coordinator, client_of):
    requested(by=coordinator, acknowledge=False)
    oriented(by=coordinator, organisation=organisation_named("Merelnest", by=coordinator))
    client = client_of(coordinator)
    text = client.page("/requests").text
    assert "ontvangstbevestiging" in text
    assert "plan en offerte" in text
    assert "Merelnest" not in client.page("/requests?waits=answer").text


def test_home_names_what_waits_the_oldest_first(coordinator, treasurer, client_of):
    with on("2025-01-02"):
        requested(by=coordinator, organisation=organisation_named("Merelnest", by=coordinator))
    late = oriented(by=coordinator, organisation=organisation_named("Oefenkade", by=coordinator))
    late.meetings[0].outcome = None
    text = client_of(coordinator).page("/").text
    assert "Merelnest wacht op een oriëntatiegesprek" in text
    assert "had voor 16 januari 2025 gemoeten" in text
    assert text.index("Merelnest") < text.index("Het gesprek met Oefenkade")
    assert "Merelnest" not in client_of(treasurer).page("/").text


def test_a_fresh_request_is_no_duty_yet(coordinator, client_of):
    requested(by=coordinator, received_on=clock.today())
    assert "wacht op een oriëntatiegesprek" not in client_of(coordinator).page("/").text


@pytest.mark.parametrize("path", ["/requests", "/requests/new", "/organisations"])
def test_others_do_not_get_where_coordinators_work(reviewer_user, board, client_of, path):
    expected = 200 if path == "/requests" else 403
    assert client_of(reviewer_user).get(path).status_code == expected
    assert client_of(board).get(path).status_code == (403 if path == "/requests/new" else 200)


def test_a_reviewer_sees_no_request_of_anybody(coordinator, reviewer_user, client_of):
    requested(by=coordinator)
    assert "Duinermeer" not in client_of(reviewer_user).page("/requests").text


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        (EngagementState.CLOSED, "niets: het werd een leerreview"),
        (EngagementState.EXPLORING, "niets: het werd een leerreview"),
        (EngagementState.WITHDRAWN, "niets: beëindigd"),
    ],
)
def test_a_request_that_went_its_way_waits_for_nothing(coordinator, client_of, state, waits):
    engagement_in(state, by=coordinator)
    rows = client_of(coordinator).page("/requests").all("td")
    assert waits in " ".join("".join(cell.itertext()) for cell in rows)
