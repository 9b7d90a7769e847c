"""Orientation's pages in a real Chromium, with axe, at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lt_admin.accounts.policy import Role
from lt_admin.core.db import session as db_session
from lt_admin.orientation.models.engagements import EngagementState
from tests.browser.conftest import PHONE, WIDE, inspect
from tests.factories import user_with
from tests.orientation.factories import contact_of, engagement_in, organisation_named, with_partners

STATES = ("requested", "orientation", "quoted", "accepted", "on_hold", "reporting", "closed")


@pytest.fixture(scope="module")
def people(live):
    with live.data():
        return {
            "coordinator": user_with(Role.COORDINATOR, name="Ilse Modelhof"),
            "board": user_with(Role.BOARD, name="Vera Bestuur"),
        }


@pytest.fixture(scope="module")
def numbers(live, people):
    """The id of an engagement in each state, and of an organisation."""
    with live.data():
        by = db_session.merge(people["coordinator"])
        made = {state: engagement_in(EngagementState(state), by=by) for state in STATES}
        with_partners(made["quoted"], "Pleegzorg Merelnest (demo)", by=by)
        organisation = organisation_named("Ziekenhuis Noorderzon (demo)", by=by, kvk="12345678")
        contact_of(organisation, by=by)
        db_session.flush()
        party = made["quoted"].parties[0].id
        return {state: each.id for state, each in made.items()} | {
            "organisation": organisation.id,
            "party": party,
        }


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ["coordinator", "board"])
def test_the_record(look, people, numbers, state, role):
    look(f"/engagements/{numbers[state]}", people[role], name=f"record-{state}-{role}")


PAGES = (
    *("/requests", "/engagements", "/organisations", "/requests/new", "/organisations/new"),
    *("/organisations/{organisation}", "/organisations/{organisation}/change"),
    *("/organisations/{organisation}/contacts/new", "/engagements/{quoted}/parties/new"),
    *("/engagements/{quoted}/parties/{party}", "/engagements/{orientation}/plan"),
    *("/engagements/{reporting}/plan", "/engagements/{requested}/acknowledgement"),
    *("/engagements/{requested}/meetings/new", "/engagements/{requested}/readiness"),
    *("/engagements/{requested}/request", "/engagements/{quoted}/end"),
    *("/engagements/{reporting}/hold", "/engagements/{quoted}/dates"),
    *("/engagements/{quoted}/focus", "/engagements/{quoted}/coordinator"),
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page(look, people, numbers, path):
    look(path.format(**numbers), people["coordinator"], name=f"orientation-{path}")


def test_the_english_record(look, people, numbers):
    look(f"/engagements/{numbers['quoted']}?lang=en", people["coordinator"], language="en")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_sums_of_a_plan_follow_what_is_typed(opened, people, numbers, width):
    page = opened(width, people["coordinator"])
    page.goto(f"/engagements/{numbers['orientation']}/plan")
    rows = page.locator(".plan-table tr")
    page.get_by_label("Dossierstudie, hoofdreviewer").fill("16,5")
    expect(rows.filter(has_text="Stap 2")).to_contain_text("55:30")
    expect(page.locator(".plan-table tfoot")).to_contain_text("176:30")


def test_without_scripts_a_button_adds_up(opened, people, numbers):
    page = opened(WIDE, people["coordinator"], scripts=False)
    page.goto(f"/engagements/{numbers['orientation']}/plan")
    page.get_by_label("Dossierstudie, hoofdreviewer").fill("16,5")
    page.get_by_role("button", name="Optellen, zonder te bewaren").click()
    expect(page.locator(".plan-table tfoot")).to_contain_text("176:30")


def test_a_likely_duplicate_is_shown_and_axe_is_content(opened, people, numbers):
    page = opened(PHONE, people["coordinator"])
    page.goto("/organisations/new")
    page.get_by_label("Naam", exact=True).fill("Ziekenhuis Noorderzon")
    page.get_by_label("Soort", exact=True).select_option("institution")
    page.get_by_label("Sector").select_option("medical")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Misschien is dit een organisatie die we al kennen")).to_be_visible()
    inspect(page)
