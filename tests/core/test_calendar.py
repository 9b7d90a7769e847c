import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from lt_admin.core.calendar import (
    CalendarEvent,
    Method,
    Person,
    calendar_file,
    content_type,
    invitation,
)

VALIDATOR = Path(__file__).parents[3] / "shared" / "standards" / "ical" / "validate_ics.py"
OFFICE = Person("Stichting Léren, samen", "bureau@lt-demo.example")
BRAM = Person("Bram Fictema", "bram@lt-demo.example")
CHANGE_DAYS = [datetime(2025, 3, 30, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 0, 30, tzinfo=UTC)]


@pytest.fixture(autouse=True)
def session():
    """These look at bytes, not at data: once is enough."""


def event(starts_at=datetime(2025, 4, 15, 8, tzinfo=UTC), **facts):
    standard = {
        "uid": "5b0a9a3e-0000-4000-8000-000000000000",
        "sequence": 2,
        "title": "Leerreview LT-2025-01: interview",
        "starts_at": starts_at,
        "ends_at": starts_at.replace(hour=starts_at.hour + 2),
        "stamped_at": datetime(2025, 4, 1, 9, tzinfo=UTC),
        "organizer": OFFICE,
        "attendees": (BRAM,),
        "place": "Raadhuisplein 1, Voorbeeldstad; de zaal met een lange naam op de eerste étage",
    }
    return CalendarEvent(**standard | facts)


def read(file):
    calendar = Calendar.from_ical(file)
    return calendar, calendar.events[0]


@pytest.fixture(scope="module")
def complaints():
    if not VALIDATOR.exists():
        pytest.skip("the validator for calendar files is not here")
    spec = importlib.util.spec_from_file_location("validate_ics", VALIDATOR)
    module = importlib.util.module_from_spec(spec)
    sys.modules["validate_ics"] = module
    spec.loader.exec_module(module)
    checks = (module.own_errors, module.libical_errors, module.library_errors)
    return lambda raw: [e for check in checks for e in check(raw) if not e.startswith("SKIP")]


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("at", [event().starts_at, *CHANGE_DAYS])
def test_every_file_is_as_calendars_expect_it(complaints, method, at):
    assert complaints(invitation(event(starts_at=at), method)) == []


def test_a_calendar_of_many_or_of_nothing_is_one_too(complaints):
    many = [event(uid=f"{n}", starts_at=at) for n, at in enumerate(CHANGE_DAYS)]
    assert complaints(calendar_file(many, name="Afspraken")) == []
    assert complaints(calendar_file([])) == []


def test_an_invitation_keeps_its_identity_and_the_time_on_the_wall():
    calendar, found = read(invitation(event(), Method.REQUEST))
    assert (calendar["METHOD"], found.uid, found.sequence) == ("REQUEST", event().uid, 2)
    assert found.start.isoformat() == "2025-04-15T10:00:00+02:00"
    assert found["STATUS"] == "CONFIRMED"
    assert str(found.attendees[0]) == "mailto:bram@lt-demo.example"


def test_a_cancelled_one_says_so():
    calendar, found = read(invitation(event(), Method.CANCEL))
    assert (calendar["METHOD"], found["STATUS"]) == ("CANCEL", "CANCELLED")
    assert read(invitation(event(is_cancelled=True), Method.PUBLISH))[1]["STATUS"] == "CANCELLED"


def test_a_published_one_names_nobody():
    _calendar, found = read(invitation(event(), Method.PUBLISH))
    assert found.attendees == []


def test_the_same_appointment_is_the_same_file():
    assert invitation(event(), Method.REQUEST) == invitation(event(), Method.REQUEST)
    assert content_type(Method.CANCEL) == "text/calendar; charset=utf-8; method=CANCEL"
