"""One engagement from its first session to closed and learned, walked in Chromium.

What test_walk.py shows is there already: the accepted quote, a declared team and ten approved
hours, put into the tables by factories. The reviewers' calendars are filled by the service. All
else of steps 2 to 5 is typed and pressed.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.followup.models.bookings import Booking
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.quality.models.evaluations import Asked
from tests.billing.papers import words_of
from tests.browser.cast import cast_of
from tests.browser.conftest import PHONE, WIDE
from tests.browser.walking import (
    ANNA,
    CARE,
    TOWN,
    composes,
    fill,
    follow,
    kept,
    moves_on,
    path_mailed_to,
    press,
    sees,
    server_in,
)

WORKER = "joost.werker@duinermeer.example"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    with server_in(tmp_path_factory.mktemp("walk-on")) as live:
        yield live


@pytest.fixture(scope="module")
def cast(live):
    return cast_of(live)


def test_one_engagement_from_its_first_session_to_closed(live, opened, cast):
    record = cast.record
    lead = opened(WIDE, cast.bram)
    explains(lead, record)
    composes(lead, record)
    confirms(lead, record)
    interviews(lead, record)
    coordinator = opened(WIDE, cast.ilse)
    moves_on(coordinator, record, "stap 3")
    talks(lead, record)
    moves_on(coordinator, record, "stap 4")
    drafts(lead, opened(PHONE, cast.karel), record)
    recommends(lead, record)
    moves_on(coordinator, record, "stap 5")
    judges(opened(WIDE, cast.hugo), record)
    finishes(lead, coordinator, record)
    presents(lead, record)
    destroys(lead, record)
    cannot_close_yet(coordinator, record)
    looks_ahead(lead, record)
    books(live, opened(PHONE), record)
    asks(coordinator, record)
    answers(live, opened(PHONE))
    closes(coordinator, record)
    is_read(opened(WIDE, cast.vera))
    stands_in_the_books(live)


def record_session(page, record, name, facts, people):
    """A session of today, in one form."""
    page.goto(f"{record}/sessions/held")
    fill(page, {"Dag": f"{clock.today():%d-%m-%Y}", "Begint om": "11:00", **facts})
    fill(page, {"Hoeveel mensen er waren": people})
    if name:
        kept(page, name)
    press(page, "Vastleggen")
    expect(page).to_have_url(re.compile("/sessions$"))


def explains(page, record):
    """The introduction is planned, and then written down as held, with its numbers."""
    page.goto(f"{record}/sessions")
    kept(page, "on-01-sessions-empty")
    follow(page, "Bijeenkomst plannen")
    when = {"Dag": f"{clock.today():%d-%m-%Y}", "Begint om": "9:00", "Plaats": "Duinermeer"}
    fill(page, {"Soort bijeenkomst": "introductie", **when})
    kept(page, "on-02-session-plan")
    press(page, "Inplannen")
    sees(page, "gepland", "Duinermeer")
    page.locator("main tbody a").first.click()
    fill(page, {"Hoeveel mensen er waren": "12"})
    kept(page, "on-03-session-hold")
    press(page, "Vastleggen")
    sees(page, "gehouden", "12")


def confirms(page, record):
    for group in ("review_team", "case_group"):
        page.goto(f"{record}/groups/{group}/commissioners")
        fill(page, {"Wie bevestigde het": f"Anna Voorbeeldig, {TOWN}"})
        press(page, "Bevestiging vastleggen")
        page.locator(f"main form[action$='{group}/reviewers'] button").click()
    expect(page.get_by_role("main").get_by_text("compleet", exact=True)).to_have_count(4)
    kept(page, "on-04-groups")


def interviews(page, record):
    record_session(page, record, "on-05-held", {"Soort bijeenkomst": "interview"}, "2")
    sees(page, "interview", "introductie")
    kept(page, "on-06-sessions")


def talks(page, record):
    for group in ("reviewteam", "casegroep"):
        facts = {"Soort bijeenkomst": "leerbijeenkomst", "Met welke groep": group}
        record_session(page, record, None, facts, "6")
    kept(page, "on-07-dialogues")


def version(page, record, kind):
    page.goto(f"{record}/report/new")
    page.get_by_label(kind, exact=True).check()
    press(page, "De versie vastleggen")
    sees(page, "nog niet gecontroleerd", "Iemand anders dan jij")


def is_sent(page, second, record, name):
    """A second person finds nobody recognisable; then it is written down to whom it went."""
    second.goto(f"{record}/report")
    kept(second, f"{name}-second")
    press(second, "Niemand is te herkennen")
    page.goto(f"{record}/report")
    follow(page, "De verzending vastleggen")
    for each in (TOWN, CARE):
        page.get_by_label(each).check()
    press(page, "Vastleggen")
    sees(page, "verstuurd", TOWN, CARE)
    kept(page, f"{name}-sent")


def drafts(page, second, record):
    version(page, record, "concept reviewverslag")
    is_sent(page, second, record, "on-08-draft")
    record_session(page, record, None, {"Soort bijeenkomst": "commentaarbijeenkomst"}, "5")


def recommends(page, record):
    page.goto(f"{record}/recommendations/new")
    fill(page, {"Aanbeveling": "Spreek af wie de jongere het eerst belt.", "Voor": TOWN})
    tags = {"Niveau": "systeem", "Kwadrant": "CA: gedeeld bewustzijn", "Leerlus": "dubbele lus"}
    fill(page, tags)
    kept(page, "on-09-recommendation")
    press(page, "Toevoegen")
    sees(page, "Spreek af wie de jongere het eerst belt.", "dubbele lus")
    kept(page, "on-10-recommendations")


def judges(page, record):
    page.goto(f"{record}/report/method")
    for each in page.get_by_role("main").get_by_role("checkbox").all():
        each.check()
    kept(page, "on-11-method")
    press(page, "Bewaren")
    sees(page, "Hugo Schijnveld")


def finishes(page, second, record):
    version(page, record, "eindverslag")
    is_sent(page, second, record, "on-12-final")


def presents(page, record):
    page.goto(f"{record}/sessions/held")
    for each in (TOWN, CARE):
        page.get_by_label(each).check()
    fill(page, {"Soort bijeenkomst": "presentatie aan bestuurders"})
    when = {"Dag": f"{clock.today():%d-%m-%Y}", "Begint om": "15:00"}
    fill(page, when | {"Hoeveel mensen er waren": "4"})
    press(page, "Vastleggen")
    sees(page, "presentatie", CARE)


def destroys(page, record):
    page.goto(f"{record}/documents/new")
    fill(page, {"Soort": "Verslagen van gesprekken", "Houder": "Bram Fictema", "Aantal": "10"})
    page.get_by_label("papier", exact=True).check()
    kept(page, "on-13-documents-new")
    press(page, "In het register zetten")
    follow(page, "De verklaring maken")
    kept(page, "on-14-certify")
    press(page, "De verklaring maken")
    kept(page, "on-15-documents")
    paper = page.request.get(f"{record}/documents/certificate.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert "Verslagen van gesprekken" in words_of(paper.body())


def cannot_close_yet(page, record):
    page.goto(f"{record}/close")
    sees(page, "nog niet besloten of er een follow-up komt", "10:00", TOWN, CARE)
    expect(page.locator("main .btn-primary")).to_have_count(0)
    kept(page, "on-16-close-not-yet")
    follow(page, re.compile(rf"10:00.*{re.escape(TOWN)}"))
    press(page, "Maak 2 concepten")
    press(page, "Verstuur deze 2 facturen")


def looks_ahead(page, record):
    page.goto(f"{record}/report/follow-up")
    page.get_by_label("afgesproken", exact=True).check()
    kept(page, "on-17-decide")
    press(page, "Het besluit vastleggen")
    page.goto(f"{record}/follow-up/offer")
    for each in page.locator("main input[name=starts]").all():
        each.check()
    expect(page.locator(".field-error")).to_have_count(0)
    kept(page, "on-18-offer")
    press(page, "Deze momenten aanbieden")
    kept(page, "on-19-follow-up")


def books(live, page, record):
    page.goto(path_mailed_to(live, ANNA))
    kept(page, "on-20-letter")
    page.locator("main input[name=slot]").first.check()
    fill(page, {"Uw naam": "Saar Bestuurder", "Met hoeveel mensen komt u?": "3"})
    press(page, "Moment vastleggen")
    sees(page, "Saar Bestuurder", "Bram Fictema")
    kept(page, "on-21-letter-booked")


def asks(page, record):
    page.goto(f"{record}/follow-up")
    sees(page, "Saar Bestuurder")
    kept(page, "on-22-follow-up-booked")
    page.goto(f"{record}/evaluation/links")
    page.get_by_label("Aan wie").select_option("S")
    fill(page, {"E-mailadressen": WORKER})
    kept(page, "on-23-links")
    press(page, "Mail de links")
    kept(page, "on-24-evaluation")


def answers(live, page):
    page.goto(path_mailed_to(live, WORKER))
    kept(page, "on-25-questionnaire")
    for scale in page.locator("main fieldset.scale").all():
        scale.locator("input[value='4']").check()
    press(page, "Verstuur mijn antwoorden")
    expect(page).to_have_url(re.compile("/evaluation/thanks"))
    kept(page, "on-26-thanks")


def closes(page, record):
    page.goto(f"{record}/close")
    kept(page, "on-27-close")
    press(page, "De leerreview afsluiten")
    sees(page, "afgesloten")
    kept(page, "on-28-closed")
    page.goto(f"{record}/timeline")
    sees(page, f"{TOWN} legde de follow-up vast", "De leerreview is afgesloten")
    kept(page, "on-29-timeline")


def is_read(page):
    page.goto("/")
    kept(page, "on-30-home-board")
    page.goto("/quality")
    kept(page, "on-31-quality")


def stands_in_the_books(live):
    with live.data():
        review = db_session.scalars(select(Engagement)).one()
        booking = db_session.scalars(select(Booking)).one()
        assert (review.state, booking.people) == (EngagementState.CLOSED, 3)
        assert db_session.scalars(select(Asked.by_link)).all() == [1]
