"""The calendar files in the mails: right by the standard, neutral, and the same appointment."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from lt_admin.core import outbox
from lt_admin.core.foundation import the_foundation
from lt_admin.followup.mails.events import file_to_keep
from lt_admin.followup.models.bookings import Where
from lt_admin.followup.queries.access import guides_of
from lt_admin.followup.services import bookings
from tests.followup.calendars import CHECKER, event_in, faults_of, method_of
from tests.followup.factories import agreed, booked, mails_to, offered


@pytest.fixture
def files(session):
    """What one commissioner got: a booking, a move and a cancellation."""
    booking = booked()
    bookings.move(booking, booking.offer.slots[2], by=booking.contact)
    bookings.cancel(booking, reason="", by=booking.contact)
    return [mail.attachments[0].content for mail in mails_to(booking.contact)[1:]]


def test_a_calendar_knows_it_again_through_every_change(files):
    found = [event_in(content) for content in files]

    assert [method_of(content) for content in files] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for event in found}) == 1
    assert [event["SEQUENCE"] for event in found] == [0, 1, 2]
    assert [str(event["STATUS"]) for event in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_its_title_is_neutral_and_its_time_is_amsterdams(files):
    event = event_in(files[0])

    assert str(event["SUMMARY"]) == "Follow-up LT-2025-05"
    assert event.start.isoformat() == "2026-04-14T10:00:00+02:00"
    assert event.end.isoformat() == "2026-04-14T12:00:00+02:00"
    assert str(event["LOCATION"]) == "Kamertraining Oefenkade, Demostad"
    assert "DESCRIPTION" not in event


def test_each_file_names_its_own_reader_only(session):
    booking = booked()

    for invitee in booking.offer.invitees:
        event = event_in(mails_to(invitee.contact)[-1].attachments[0].content)
        assert str(event["ATTENDEE"]) == f"mailto:{invitee.contact.email}"


def test_online_has_no_address(session):
    booking = booked(where=Where.ONLINE)

    event = event_in(mails_to(booking.contact)[-1].attachments[0].content)

    assert str(event["LOCATION"]) == "online"


@pytest.mark.skipif(not CHECKER.exists(), reason="the standards are not beside the repository")
def test_all_files_pass_the_checker_of_the_standard(files, tmp_path):
    booking = booked(offered(agreed(code="LT-2025-06")))

    assert faults_of(tmp_path, *files, file_to_keep(booking, the_foundation())) == ""


def test_the_file_travels_as_a_calendar_with_its_method(session, app):
    booking = booked()
    [mail] = [mail for mail in mails_to(booking.contact) if mail.attachments]

    message = outbox._message(mail, the_foundation())

    whole = message_from_bytes(message.as_bytes(), policy=policy.default)
    [part] = whole.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert dict(part["Content-Type"].params)["method"] == "REQUEST"
    assert part.get_filename() == "follow-up-LT-2025-05.ics"
    assert part.get_payload(decode=True) == mail.attachments[0].content


def test_the_reviewers_read_who_booked_and_with_how_many(session):
    booking = booked(people=4)

    mail = next(m for m in _to_reviewers(booking.offer.engagement) if m.attachments)

    assert "Anna Bedacht" in mail.text
    assert "4" in mail.text


def _to_reviewers(review):
    return [mail for guide in guides_of(review.id) for mail in mails_to(guide.user)]
