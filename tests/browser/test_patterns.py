"""Every pattern of page, made of the macros, at both widths."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lt_admin.accounts.policy import Role
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db_session
from tests.browser.conftest import PHONE, WIDE, inspect, shoot
from tests.factories import user_with


@pytest.fixture(scope="module")
def ilse(live):
    with live.data():
        return user_with(Role.COORDINATOR, name="Ilse Modelhof")


@pytest.fixture(scope="module")
def rows(live):
    states, start = ("paid", "sent", "late"), datetime(2025, 1, 1, tzinfo=UTC)
    with live.data():
        for n in range(70):
            code, day = f"2025-{n:04}", start + timedelta(days=n)
            about = f"LT-2025-0{n % 6 + 1}, slotfactuur"
            facts = {"actor": "Ambulante Jeugdhulp Wolkenveld", "subject": states[n % 3]}
            db_session.add(AuditEntry(event=code, at=day, about=about, facts={}, **facts))


@pytest.mark.parametrize("name", ["form", "records/1", "letter", "home"])
def test_patterns(look, ilse, name):
    look(f"/specimens/{name}", ilse, name=f"pattern-{name}")


@pytest.mark.parametrize("query", ["", "?q=nobody", "?van=gisteren&sort=actor"])
def test_lists(look, ilse, rows, query):
    look(f"/specimens/list{query}", ilse, name=f"pattern-list{query}")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_front_page_with_nothing_to_do(look, ilse, language):
    look(f"/?lang={language}", ilse, name=f"home-empty-{language}")


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/specimens/broken", 500)])
def test_errors(look, ilse, path, status):
    look(path, ilse, status=status, name=f"error-{status}")


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_that_is_not_right_says_where(opened, ilse, width, scripts):
    page = opened(width, ilse, scripts=scripts)
    page.goto("/specimens/form")
    page.get_by_label("Bedrag").fill("veel geld")
    page.get_by_label("Notitie").fill("BSN 111222333")
    page.get_by_role("button", name="Bewaren").click()

    assert page.get_by_label("Bedrag").input_value() == "veel geld"
    assert page.get_by_label("Dit gaat niet over een persoon").is_visible()
    if scripts:
        assert "summary" in page.evaluate("document.activeElement.className")
    page.get_by_role("link", name="Bedrag:").click()
    assert page.evaluate("document.activeElement.id") == "amount" if scripts else True
    shoot(page, f"form-wrong-{width}")
    if scripts:
        inspect(page)


def test_the_menu_opens_on_a_phone_without_a_script(opened, ilse):
    page = opened(PHONE, ilse, scripts=False)
    page.goto("/")
    assert not page.get_by_role("link", name="Vandaag").is_visible()

    page.get_by_role("button", name="Menu").click()

    assert page.get_by_role("link", name="Vandaag").is_visible()
    shoot(page, "menu-open")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_what_is_not_needed_daily_stands_under_more(opened, ilse, width):
    page = opened(width, ilse)
    page.goto("/specimens/home")
    if width == PHONE:
        page.get_by_role("button", name="Menu").click()
    page.get_by_text("Meer", exact=True).click()

    assert page.get_by_role("link", name="Proefpagina").is_visible()
    shoot(page, f"menu-more-{width}")
    inspect(page)


def test_the_first_key_goes_to_the_content(opened, ilse):
    page = opened(WIDE, ilse)
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_j_and_k_go_through_the_work_list(opened, ilse):
    page = opened(WIDE, ilse)
    page.goto("/specimens/home")
    page.get_by_role("link", name="Herinnering bekijken").focus()

    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Uren beoordelen"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "Herinnering bekijken"
    page.keyboard.press("Enter")

    page.wait_for_url("**/specimens/list")
