"""A reviewer's own week, and the private calendar address."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lt_admin.core import clock
from lt_admin.followup.queries.access import guides_of
from lt_admin.followup.queries.availability import stretches_of
from lt_admin.followup.services import availability, bookings, feeds
from tests.followup.calendars import CHECKER, events_in, faults_of
from tests.followup.factories import MORNING, TUESDAY, at, booked, review_session
from tests.reviewers.factories import reviewer

MONDAY = date(2026, 3, 9)
WEEK = "/my/availability/2026-03-09"
DAY = timedelta(days=1)


@pytest.fixture
def tessa(session):
    return reviewer("Tessa Voorbeeld")


@pytest.fixture
def hers(tessa, client_of):
    return client_of(tessa.user)


def days_of(who):
    return stretches_of(who.id, MONDAY, MONDAY + 60 * DAY)


def test_the_way_in_is_this_week(hers):
    assert hers.get("/my/availability").location == "/my/availability/2026-03-02"


def test_a_week_is_saved_as_it_was_typed(tessa, hers):
    answer = hers.submit(
        WEEK,
        {
            "from-2026-03-10-0": "9:00",
            "until-2026-03-10-0": "1230",
            "from-2026-03-10-1": "22",
            "until-2026-03-10-1": "0:00",
        },
        action=WEEK,
    )

    assert answer.location == WEEK
    assert days_of(tessa) == {MONDAY + DAY: [(540, 750), (1320, 1440)]}
    assert hers.submit(WEEK, action=WEEK).location == WEEK
    assert days_of(tessa) == {MONDAY + DAY: [(540, 750), (1320, 1440)]}


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        ("negen", "12:00", "Schrijf een tijd"),
        ("9:00", "", "begin als het einde"),
        ("12:00", "9:00", "eindigt na het begin"),
        ("9:10", "10:00", "per kwartier"),
    ],
)
def test_what_is_wrong_is_said_beside_the_day_and_stays_as_typed(tessa, hers, begins, ends, told):
    typed = {"from-2026-03-10-0": begins, "until-2026-03-10-0": ends}

    answer = hers.submit(WEEK, typed, action=WEEK)

    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{begins}"' in answer.text
    assert days_of(tessa) == {}


def test_days_that_are_over_cannot_be_typed_in(tessa, hers):
    with clock.at(clock.noon(date(2026, 3, 11))):
        page = hers.page(WEEK)

    names = {node.get("name") for node in page.all("input")}
    assert "from-2026-03-11-0" in names
    assert "from-2026-03-10-0" not in names


def test_a_week_is_copied_to_the_weeks_after_it(tessa, hers):
    availability.set_day(tessa, MONDAY, [MORNING], by=tessa.user)

    hers.submit(WEEK, {"weeks": "2"}, action=f"{WEEK}/copy")

    assert sorted(days_of(tessa)) == [MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY]


def test_a_copy_to_too_many_weeks_is_refused_and_the_week_stays_on_the_page(tessa, hers):
    availability.set_day(tessa, MONDAY, [MORNING], by=tessa.user)

    answer = hers.submit(WEEK, {"weeks": "99"}, action=f"{WEEK}/copy")

    assert answer.status_code == 422
    assert 'value="09:00"' in answer.text


def test_the_week_shows_what_is_planned(session, client_of):
    booking = booked()
    review_session(booking.offer.engagement, at(TUESDAY + DAY, 10))
    guide = guides_of(booking.offer.engagement_id)[0]

    page = client_of(guide.user).page(f"/my/availability/{TUESDAY}")

    assert "Follow-up LT-2025-05" in page.text
    assert "Bijeenkomst LT-2025-05" in page.text


@pytest.mark.parametrize("address", ["2026-13-01", "yesterday!", "1900-01-01"])
def test_a_week_that_is_none_is_not_there(hers, address):
    assert hers.get(f"/my/availability/{address}").status_code == 404


@pytest.mark.parametrize("path", [WEEK, "/my/calendar"])
def test_these_pages_are_for_reviewers(path, client_of, coordinator, reviewer_user, anyone):
    assert client_of(coordinator).get(path).status_code == 403
    assert client_of(reviewer_user).get(path).status_code == 404  # an account without a record
    assert anyone.get(path).location.startswith("/login")


def test_the_address_is_shown_once(tessa, hers):
    shown = hers.post_form("/my/calendar").text

    assert "/calendar/" in shown
    assert "/calendar/" not in hers.page("/my/calendar").html.replace("/my/calendar", "")


def test_the_address_is_stopped(tessa, hers, anyone):
    token = feeds.new_feed(tessa, by=tessa.user)

    hers.post_form("/my/calendar/stop", page="/my/calendar")

    assert anyone.get(f"/calendar/{token}.ics").status_code == 404
    assert hers.post_form("/my/calendar/stop", page="/my/calendar").status_code == 409


@pytest.fixture
def feed(session, anyone):
    """The calendar of the lead of a booked follow-up with a session, one of each cancelled too."""
    booking = booked()
    review = booking.offer.engagement
    bookings.cancel(booking, reason="", by=review.coordinator)
    booked(booking.offer, place=2)
    review_session(review, at(TUESDAY, 9))
    guide = guides_of(review.id)[0]
    return anyone.get(f"/calendar/{feeds.new_feed(guide, by=guide.user)}.ics")


def test_the_feed_holds_bookings_and_sessions_with_neutral_titles(feed):
    events = events_in(feed.data)

    assert feed.mimetype == "text/calendar"
    told = sorted((str(event["SUMMARY"]), str(event["STATUS"])) for event in events)
    assert told == [
        ("Follow-up LT-2025-05", "CANCELLED"),
        ("Follow-up LT-2025-05", "CONFIRMED"),
        ("Leerreview LT-2025-05", "CONFIRMED"),
    ]
    assert b"Anna Bedacht" not in feed.data
    assert b"ATTENDEE" not in feed.data


@pytest.mark.skipif(not CHECKER.exists(), reason="the standards are not beside the repository")
def test_the_feed_passes_the_checker_of_the_standard(feed, tmp_path):
    assert faults_of(tmp_path, feed.data) == ""


def test_an_empty_feed_is_a_calendar_too(tessa, anyone):
    answer = anyone.get(f"/calendar/{feeds.new_feed(tessa, by=tessa.user)}.ics")

    assert events_in(answer.data) == []


def test_an_unknown_address_is_not_there(session, anyone):
    assert anyone.get("/calendar/nothing.ics").status_code == 404
