"""The commissioner's page in every state of the one link, on the way of a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.models import MailLink
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.followup.models.bookings import BookingState, Where
from lt_admin.followup.services import links, offers
from tests.followup.calendars import event_in
from tests.followup.factories import (
    TUESDAY,
    agreed,
    booked,
    held,
    link_to,
    mails_to,
    offered,
    recommendation,
)

DAY = timedelta(days=1)
WHO = {"name": "Anna Bedacht", "people": "4", "where": "at_yours"}


@pytest.fixture
def offer(session):
    return offered()


def sent(offer, place=0, **facts):
    return {**WHO, "slot": str(offer.slots[place].id), **facts}


def test_the_times_stand_by_day_and_nothing_but_the_place_is_chosen(offer, anyone):
    recommendation(offer.engagement)

    page = anyone.page(link_to(offer.invitees[0]))

    assert "dinsdag 14 april" in page.text
    assert "10:00" in page.text
    assert "Tessa Voorbeeld en Yara Oefenaar" in page.text
    chosen = [node.get("value") for node in page.all("input") if node.get("checked") is not None]
    assert chosen == ["at_yours"]


def test_opening_the_link_changes_nothing(session, offer, anyone):
    before = session.scalar(select(func.count(AuditEntry.id)))

    for _scan in range(3):
        anyone.page(link_to(offer.invitees[0]))

    assert session.scalar(select(func.count(AuditEntry.id))) == before
    assert offer.bookings == []


def test_booking_leads_to_the_page_of_what_is_settled(offer, anyone):
    path = link_to(offer.invitees[0])

    answer = anyone.submit(path, sent(offer))

    assert answer.location == path
    page = anyone.page(path)
    assert "dinsdag 14 april 2026, 10:00" in page.text
    assert "Anna Bedacht" in page.text
    [booking] = offer.bookings
    assert (booking.name, booking.people, booking.where) == ("Anna Bedacht", 4, Where.AT_YOURS)


def test_the_page_of_another_organisation_names_nobody(offer, anyone):
    anyone.submit(link_to(offer.invitees[0]), sent(offer))

    page = anyone.page(link_to(offer.invitees[1]))

    contact = offer.invitees[0].contact
    assert "Kamertraining Oefenkade" in page.text
    for secret in ("Anna Bedacht", contact.name, contact.email):
        assert secret not in page.html


@pytest.mark.parametrize(
    "wrong",
    [{"slot": ""}, {"name": ""}, {"people": "veel"}, {"people": "0"}, {"where": "elders"}],
)
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(offer, anyone, wrong):
    path = link_to(offer.invitees[0])

    answer = anyone.post_form(path, sent(offer, name="Anna Bedacht") | wrong)

    assert answer.status_code == 422
    assert "is-wrong" in answer.text or "field-error" in answer.text
    assert wrong.get("people", "4") in answer.text
    assert offer.bookings == []


def test_who_is_second_reads_so_and_sees_the_other_times(session, anyone):
    offer = offered(is_joint=False)
    path, late = link_to(offer.invitees[1]), sent(offer)
    token = anyone.page(path).token()
    booked(offer)

    answer = anyone.post(path, data={**late, "csrf_token": token})

    assert answer.status_code == 409
    assert "net gekozen" in answer.text
    assert f'value="{offer.slots[0].id}"' not in answer.text
    assert f'value="{offer.slots[1].id}"' in answer.text
    assert 'value="Anna Bedacht"' in answer.text


def test_together_who_is_second_sees_what_the_first_settled(offer, anyone):
    path = link_to(offer.invitees[1])
    token = anyone.page(path).token()
    booked(offer)

    answer = anyone.post(path, data={**sent(offer, place=1), "csrf_token": token})

    assert answer.status_code == 409
    assert "Kamertraining Oefenkade" in answer.text


def test_a_move_keeps_the_link(offer, anyone):
    booking, path = booked(offer), link_to(offer.invitees[0])

    anyone.post_form(f"{path}/move", {"slot": str(offer.slots[3].id)}, page=path)

    assert booking.starts_at == offer.slots[3].starts_at
    assert "donderdag 23 april 2026, 14:00" in anyone.page(path).text


def test_a_move_to_a_time_that_is_gone_is_told_kindly(session, anyone):
    offer = offered(is_joint=False)
    mine, path = booked(offer), link_to(offer.invitees[0])
    booked(offer, place=1, guest=1)

    answer = anyone.post_form(f"{path}/move", {"slot": str(offer.slots[1].id)}, page=path)

    assert answer.status_code == 409
    assert "net gekozen" in answer.text
    assert mine.slot_id == offer.slots[0].id


def test_after_cancelling_another_time_can_be_chosen_with_the_same_link(offer, anyone):
    booking, path = booked(offer), link_to(offer.invitees[0])

    anyone.post_form(f"{path}/cancel", {"reason": "Wij zijn dan dicht."}, page=path)

    assert booking.state is BookingState.CANCELLED
    assert booking.cancel_reason == "Wij zijn dan dicht."
    assert anyone.submit(path, sent(offer, place=1)).status_code == 302


def test_a_reason_with_a_birth_date_is_asked_back(offer, anyone):
    booking, path = booked(offer), link_to(offer.invitees[0])

    answer = anyone.post_form(f"{path}/cancel", {"reason": "geboren 03-04-2009"}, page=path)

    assert answer.status_code == 422
    assert booking.state is BookingState.BOOKED


def test_within_the_term_the_page_says_whom_to_call(offer, anyone):
    booked(offer)
    path = link_to(offer.invitees[0])

    with clock.at(clock.noon(TUESDAY - 6 * DAY)):
        page = anyone.page(path)
        answer = anyone.post_form(f"{path}/cancel", page="/login")

    assert "kon tot 7 april 2026" in page.text
    assert f"{path}/cancel" not in page.html
    assert answer.status_code == 422


def test_the_booked_page_gives_the_file_for_a_calendar(offer, anyone):
    booked(offer)

    answer = anyone.get(link_to(offer.invitees[1]) + "/calendar.ics")

    assert answer.mimetype == "text/calendar"
    assert str(event_in(answer.data)["SUMMARY"]) == "Follow-up LT-2025-05"


def test_without_a_booking_there_is_no_file(offer, anyone):
    assert anyone.get(link_to(offer.invitees[1]) + "/calendar.ics").status_code == 410


def test_after_the_meeting_the_link_still_leads_to_a_friendly_page(offer, anyone):
    booking, path = held(booked(offer)), link_to(offer.invitees[0])

    with clock.at(booking.ends_at + 400 * DAY):
        page = anyone.page(path)

    assert "achter ons" in page.text


def test_a_meeting_that_nobody_recorded_is_over_all_the_same(offer, anyone):
    booking, path = booked(offer), link_to(offer.invitees[0])

    with clock.at(booking.ends_at):
        assert "achter ons" in anyone.page(path).text
        answer = anyone.post_form(f"{path}/move", {"slot": "1"}, page="/login")

    assert answer.status_code == 409


def test_without_times_left_the_page_says_whom_to_call(offer, anyone):
    for slot in offer.slots:
        offers.withdraw_slot(slot, by=offer.engagement.coordinator)

    assert "geen moment meer" in anyone.page(link_to(offer.invitees[0])).text


def test_a_closed_offer_is_told_kindly(offer, anyone):
    path = link_to(offer.invitees[0])
    token = anyone.page(path).token()
    offers.close_offer(offer, by=offer.engagement.coordinator)

    page = anyone.page(path, status=410)
    answer = anyone.post(path, data={**sent(offer), "csrf_token": token})

    assert "geen moment meer kiezen" in page.text
    assert answer.status_code == 409


def test_an_older_link_says_that_there_is_a_newer_one(offer, anyone):
    path = link_to(offer.invitees[0])
    booked(offer)
    links.send_again(offer.invitees[0], by=offer.engagement.coordinator)

    page = anyone.page(path, status=410)

    assert "nieuwere link" in page.text
    assert "14 april" not in page.text


def test_an_expired_link_offers_a_new_one_to_the_contact_we_know(session, offer, anyone):
    path = link_to(offer.invitees[0])
    link = session.scalars(select(MailLink).order_by(MailLink.id)).first()
    link.expires_at, link.created_at = clock.now(), clock.now() - DAY

    page = anyone.page(path, status=410)
    anyone.post(f"{path}/new-link", data={"csrf_token": page.token()})

    assert len(mails_to(offer.invitees[0].contact)) == 2
    assert link_to(offer.invitees[0]) != path


def test_a_new_link_is_for_expired_ones_only(offer, anyone):
    path = link_to(offer.invitees[0])

    assert anyone.post_form(f"{path}/new-link", page=path).status_code == 410


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_never_was_leads_nowhere(session, anyone, method):
    if method == "get":
        assert anyone.get("/follow-up/nothing").status_code == 404
    else:
        assert anyone.post_form("/follow-up/nothing", page="/login").status_code == 404


def test_the_page_speaks_the_organisations_language_unless_asked_otherwise(offer, anyone):
    path = link_to(offer.invitees[0])

    assert anyone.page(path).root.get("lang") == "nl"
    assert anyone.page(f"{path}?lang=en").root.get("lang") == "en"


def test_one_without_others_books_for_itself(session, anyone):
    offer = offered(agreed("Alleen"))
    path = link_to(offer.invitees[0])

    anyone.submit(path, sent(offer, people=""))

    assert offer.bookings[0].people is None
