"""The pages of quotes, seen in a real Chromium at two widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lt_admin.accounts.policy import Role
from lt_admin.billing.services import quotes
from lt_admin.core.foundation import the_foundation
from tests.billing import factories
from tests.factories import user_with


@pytest.fixture(scope="module")
def told(live):
    """A coordinator, and the addresses of quotes in several states."""
    with live.data():
        user = user_with(Role.COORDINATOR, name="Ilse Modelhof")
        foundation = the_foundation()
        foundation.phone, foundation.email = "000 000 00 00", "kantoor@lt-demo.example"
        draft = factories.drafted(by=user, percents=(60, 40))
        sent = factories.sent(by=user, percents=(25, 25, 25, 25))
        factories.accept(sent.shares[0])
        factories.ask(sent.shares[3])
        answered = factories.sent(by=user, percents=(100,))
        factories.accept(answered.shares[0])
        old = factories.sent(by=user)
        quotes.revise(old, by=user)
        order = factories.change_order(by=user)
        return {
            "user": user,
            "draft": draft.id,
            "sent": sent.id,
            "order": order.id,
            "running": order.engagement_id,
            "planned": draft.engagement_id,
            "share": sent.shares[1].id,
            "letter": factories.link_to(sent.shares[2]),
            "answered": factories.link_to(answered.shares[0]),
            "over": factories.link_to(old.shares[0]),
        }


@pytest.mark.parametrize(
    "page",
    [
        "/quotes",
        "/quotes/{draft}",
        "/quotes/{draft}/edit",
        "/quotes/{draft}/send",
        "/quotes/{sent}",
        "/quotes/{sent}/withdraw",
        "/quotes/{sent}/reject",
        "/quotes/{order}/edit",
        "/quotes/shares/{share}/link",
        "/engagements/{running}",
        "/engagements/{planned}",
        "/settings",
    ],
)
def test_the_coordinator_sees_the_pages_of_quotes(look, told, page):
    look(page.format(**told), told["user"], name="quote" + page.replace("{", "").replace("}", ""))


@pytest.mark.parametrize("page", ["rate", "vat?code=exempt_education", "foundation"])
def test_the_board_sees_the_settings(look, live, page):
    with live.data():
        board = user_with(Role.BOARD, name="Vera Bestuur")
    look(f"/settings/{page}", board, name=f"settings-{page[:4]}")


def test_the_commissioner_sees_the_quote(look, told):
    look(told["letter"], name="letter")


def test_the_commissioner_sees_what_was_answered_and_what_is_over(look, told):
    look(told["answered"], name="letter-answered")
    look(told["over"], status=410, name="letter-over")


def test_what_a_commissioner_must_fill_in_follows_the_answer(opened, told):
    page = opened(1280)
    page.goto(told["letter"])

    assert page.get_by_label("Uw vraag of reden").is_hidden()
    page.get_by_label("Wij hebben eerst een vraag").check()
    assert page.get_by_label("Uw vraag of reden").is_visible()
    assert page.get_by_label("Onze directie onderschrijft de spelregels").is_hidden()


def test_a_commissioner_answers_with_the_keyboard_alone_and_without_scripts(live, opened):
    with live.data():
        user = user_with(Role.COORDINATOR, name="Ilse Modelhof")
        quote = factories.sent(by=user, percents=(100,))
        path = factories.link_to(quote.shares[0])
    page = opened(360, scripts=False)
    page.goto(path)

    page.get_by_label("Wij gaan akkoord").focus()
    page.keyboard.press("Space")
    page.get_by_label("Uw naam").fill("Vera Tekenaar")
    page.get_by_label("Uw functie").fill("bestuurder")
    page.keyboard.press("Enter")

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("U bent akkoord met deze offerte")
