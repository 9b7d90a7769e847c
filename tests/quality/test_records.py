"""Outreach, complaints and data incidents: counts and dates, never people or content."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.organisations import Sector
from lt_admin.quality.models.records import OutreachEvent, Signal, SignalKind
from lt_admin.quality.queries import records as queries
from lt_admin.quality.services import records as services
from tests.factories import user_with

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
CAME = {Sector.EDUCATION: 12, Sector.MUNICIPALITY: 5, Sector.JUSTICE: 0}


@pytest.fixture(autouse=True)
def today():
    with clock.at(clock.noon(date(2025, 6, 1))):
        yield


def event(by, on=date(2025, 3, 3), came=CAME):
    return services.record_outreach(held_on=on, title="Lezing", participants=came, by=by)


def signal(by, kind=SignalKind.COMPLAINT, received=date(2025, 2, 1), due=date(2025, 3, 1)):
    return services.record_signal(kind=kind, received_on=received, due_on=due, by=by)


def test_an_event_keeps_how_many_came_by_sector(coordinator):
    found = event(coordinator)

    assert found.participants == 17
    assert {each.sector for each in found.attendance} == {Sector.EDUCATION, Sector.MUNICIPALITY}
    told = db.scalars(select(AuditEntry)).one()
    assert (told.event, told.facts["participants"]) == ("outreach:recorded", "17")


@pytest.mark.parametrize(
    "facts", [{"on": date(2025, 6, 2)}, {"came": {}}, {"came": {Sector.OTHER: 0}}]
)
def test_a_coming_event_and_one_where_nobody_came_are_refused(coordinator, facts):
    with pytest.raises(Refused):
        event(coordinator, **facts)


def test_an_event_is_put_right(coordinator):
    found = event(coordinator)
    facts = {"held_on": date(2025, 3, 4), "title": "Training"}

    services.change_outreach(found, participants={Sector.EDUCATION: 3}, **facts, by=coordinator)

    assert (found.held_on, found.title, found.participants) == (date(2025, 3, 4), "Training", 3)


def test_the_events_of_a_period_are_counted_by_sector(coordinator):
    event(coordinator)
    event(coordinator, came={Sector.EDUCATION: 1})
    event(coordinator, on=date(2024, 3, 3))

    found = queries.outreach(*YEAR)

    assert found.events == 2
    assert found.participants[Sector.EDUCATION] == 13
    assert found.participants[Sector.MEDICAL] == 0


def test_a_signal_keeps_its_dates_and_is_handled_once(coordinator):
    found = signal(coordinator)

    services.handle_signal(found, handled_on=date(2025, 2, 20), by=coordinator)

    assert found.handled_on == date(2025, 2, 20)
    with pytest.raises(WrongState):
        services.handle_signal(found, handled_on=date(2025, 2, 20), by=coordinator)


@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2025, 2, 2), date(2025, 2, 1)), (date(2025, 6, 2), date(2025, 7, 1))],
)
def test_a_term_that_ends_too_early_and_a_day_to_come_are_refused(coordinator, received, due):
    with pytest.raises(Refused):
        signal(coordinator, received=received, due=due)


@pytest.mark.parametrize("day", [date(2025, 1, 31), date(2025, 6, 2)])
def test_a_signal_is_not_handled_before_it_came_nor_in_the_future(coordinator, day):
    with pytest.raises(Refused):
        services.handle_signal(signal(coordinator), handled_on=day, by=coordinator)


def test_a_signal_counts_as_kept_or_not_once_it_is_handled_or_overdue(coordinator):
    in_time, late = signal(coordinator), signal(coordinator)
    services.handle_signal(in_time, handled_on=date(2025, 3, 1), by=coordinator)
    services.handle_signal(late, handled_on=date(2025, 3, 2), by=coordinator)
    signal(coordinator)
    signal(coordinator, due=date(2025, 6, 1))

    complaints, incidents = queries.signals(*YEAR)

    assert (complaints.received, complaints.judged, complaints.in_time) == (4, 3, 1)
    assert (incidents.kind, incidents.received) == (SignalKind.DATA_INCIDENT, 0)


def test_an_event_is_recorded_and_changed_through_the_pages(client_of, coordinator):
    client = client_of(coordinator)

    client.submit("/outreach/new", {"title": "Lezing", "held_on": "3-3-2025", "education": "12"})
    found = db.scalars(select(OutreachEvent)).one()
    response = client.submit(f"/outreach/{found.id}", {"education": "14"})

    assert response.location == "/outreach"
    assert "Lezing03-03-202514" in client.page("/outreach").text


def test_an_event_without_anybody_is_refused_with_what_was_typed(client_of, coordinator):
    client = client_of(coordinator)
    facts = {"title": "Lezing", "held_on": "3-3-2025"}

    response = client.submit("/outreach/new?lang=en", facts)

    assert response.status_code == 422
    assert "from at least one sector" in response.get_data(as_text=True)
    found = event(coordinator)
    assert client.submit(f"/outreach/{found.id}", {"held_on": "1-1-2030"}).status_code == 422


def test_a_signal_is_recorded_and_handled_through_the_pages(client_of, coordinator):
    client = client_of(coordinator)
    dates = {"received_on": "1-2-2025", "due_on": "1-3-2025"}

    client.submit("/signals/new", {"kind": "complaint", **dates})
    found = db.scalars(select(Signal)).one()
    assert client.submit(f"/signals/{found.id}", {"handled_on": ""}).status_code == 422
    early = client.submit(f"/signals/{found.id}", {"handled_on": "31-1-2025"})
    client.submit(f"/signals/{found.id}", {"handled_on": "1-3-2025"})

    assert early.status_code == 422
    assert client.submit("/signals/new", {"kind": "complaint"}).status_code == 422
    assert "handled in time" in client.page("/signals?lang=en").text
    assert "form-control" not in client.page(f"/signals/{found.id}").html


def test_a_term_that_does_not_fit_is_refused_through_the_page(client_of, coordinator):
    dates = {"received_on": "1-2-2025", "due_on": "1-1-2025"}

    response = client_of(coordinator).submit("/signals/new", {"kind": "complaint", **dates})

    assert response.status_code == 422


def test_the_board_reads_and_does_not_write(client_of, board, coordinator):
    client, found, kept = client_of(board), event(coordinator), signal(coordinator)

    assert "17" in client.page(f"/outreach/{found.id}").text
    assert "btn-primary" not in client.page("/outreach").html + client.page("/signals").html
    assert "btn-primary" not in client.page(f"/signals/{kept.id}").html
    for url in (f"/outreach/{found.id}", "/outreach/new", f"/signals/{kept.id}", "/signals/new"):
        assert client.post_form(url, page="/account").status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR])
def test_reviewers_have_no_part_in_it(client_of, role):
    client = client_of(user_with(role))

    for url in ("/outreach", "/outreach/1", "/outreach/new", "/signals", "/signals/1"):
        assert client.get(url).status_code == 403


def test_what_is_not_there_is_not_found(client_of, coordinator):
    client = client_of(coordinator)

    assert client.get("/outreach/999").status_code == 404
    assert client.get("/signals/999").status_code == 404
