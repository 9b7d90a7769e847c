"""The commissioner's invoice and the work on quotes, seen in a real Chromium at two widths."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lt_admin.accounts.policy import Role
from lt_admin.accounts.services import withdraw_links
from lt_admin.billing.models.reminders import ChargeKind, LateCharge, Reminder
from lt_admin.billing.services import questions, quotes
from lt_admin.billing.services.cover_letters import write_letter
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import EngagementState
from tests.billing import factories
from tests.billing.invoice_factories import one_invoice, review, worked
from tests.billing.test_views_invoice_letters import path_of
from tests.factories import user_with

WORDS = "Op welke afspraak slaat dit?\nOns verplichtingennummer staat er niet op."


def late(invoice, by):
    """A reminder and what lateness costs, on an invoice."""
    day = clock.today()
    told = {"recipient": "x", "mailed_to": "x", "amount": invoice.open}
    session.add(Reminder(invoice_id=invoice.id, level=1, sent_on=day, due_on=day, **told))
    charged = {"charged_by_id": by.id, "charged_on": day, "amount": Money(4000)}
    session.add(LateCharge(invoice=invoice, kind=ChargeKind.COSTS, **charged))


@pytest.fixture(scope="module")
def told(live):
    """A coordinator, and the addresses of invoices and quotes in several states."""
    with live.data():
        user = user_with(Role.COORDINATOR, name="Ilse Modelhof")
        invoice, closed = one_invoice(by=user), one_invoice(by=user)
        asker = {"contact": invoice.organisation.contacts[0], "name": "Cor Boekhouder"}
        questions.answer(
            questions.ask(invoice, words="Mag het in delen?", **asker), answer="Ja.", by=user
        )
        waiting = questions.ask(invoice, words=WORDS, **asker)
        late(invoice, user)
        over = path_of(closed)
        withdraw_links(closed, by=audit.SYSTEM)
        return {
            "user": user,
            "invoice": invoice.id,
            "letter": path_of(invoice),
            "closed": over,
            "question": waiting.id,
            **_quotes(user),
        }


def _quotes(user):
    draft = factories.drafted(by=user)
    write_letter(draft.shares[0], "Beste mensen van {organisatie}, fijn gesproken.", by=user)
    old = factories.sent(by=user)
    new = quotes.revise(old, by=user)
    travel = {"step": 2, "description": "eerste review", "amount": Money.euros(-250)}
    quotes.add_cost_line(new, **travel, by=user)
    quotes.send_quote(new, by=user)
    busy = review((60, 40), by=user, hours=4, state=EngagementState.DRAFTING)
    worked(busy, 6)
    waits = factories.sent(by=user)
    waits.sent_on -= timedelta(days=2)
    return {
        "draft": draft.id,
        "share": draft.shares[0].id,
        "old": old.id,
        "new": new.id,
        "waits": waits.id,
        "busy": busy.id,
        "quote_letter": factories.link_to(new.shares[0]),
    }


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/invoices/{invoice}",
        "/invoices/questions/{question}",
        "/quotes/{draft}",
        "/quotes/{draft}/copy",
        "/quotes/{new}",
        "/quotes/{new}/compare/{old}",
        "/quotes/shares/{share}/letter",
        "/engagements/{busy}",
        "/engagements/{busy}/invoices/interim",
    ],
)
def test_the_coordinator_sees_the_pages(look, told, page):
    name = "money" + page.replace("{", "").replace("}", "")
    look(page.format(**told), told["user"], name=name)


def test_the_commissioner_sees_the_invoice(look, told):
    look(told["letter"], name="letter-invoice")
    look(told["letter"] + "?lang=en", name="letter-invoice-en")


def test_the_commissioner_sees_the_quote_with_a_discount(look, told):
    look(told["quote_letter"], name="letter-quote-discount")


def test_a_closed_link_offers_a_new_one(look, told):
    look(told["closed"], status=410, name="letter-invoice-closed")


def test_the_code_is_drawn_in_full_on_a_phone(opened, told):
    page = opened(360)
    page.goto(told["letter"])

    code = page.get_by_role("img", name="QR-code")
    box = code.bounding_box()
    assert box["width"] == box["height"] >= 176
    assert 0 <= box["x"] <= 360 - box["width"]


def test_a_commissioner_asks_with_the_keyboard_alone_and_without_scripts(live, opened):
    with live.data():
        user = user_with(Role.COORDINATOR, name="Ilse Modelhof")
        path = path_of(one_invoice(by=user))
    page = opened(360, scripts=False)
    page.goto(path)

    page.get_by_label("Uw vraag").fill("Wat is ons kenmerk?")
    page.get_by_label("Uw naam").fill("Cor Boekhouder")
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("Wat is ons kenmerk?")
    expect(page.get_by_role("main")).to_contain_text("krijgt u geen herinnering")


def test_on_a_quote_that_waits_one_press_asks_for_an_answer(opened, told):
    page = opened(1280, told["user"])
    page.goto(f"/quotes/{told['waits']}")
    page.get_by_role("button", name="Om antwoord vragen").first.click()

    expect(page.get_by_role("main")).to_contain_text("nog eens gevraagd")
