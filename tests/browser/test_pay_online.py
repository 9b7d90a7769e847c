"""A commissioner pays by iDEAL at a stand-in for Stripe, and the treasurer sees it."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import QueuedMail
from tests.billing.invoice_factories import one_invoice
from tests.browser.conftest import PHONE, WIDE, serving
from tests.browser.walking import follow, kept, person, press, sees, signed_in
from tests.migrated import migrated_file
from tests.stripe_server import KEY, SECRET, posts_to, stripe_server

ILSE, PIET = "ilse@lt-demo.example", "piet@lt-demo.example"
PAY = "Betalen met iDEAL | Wero of kaart"


@pytest.fixture(scope="module")
def account():
    with stripe_server() as fake:
        fake.at_once = True
        yield fake


@pytest.fixture(scope="module")
def live(account, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pay")
    keys = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET}
    where = migrated_file(folder / "pay.sqlite")
    settings = Settings(folder, where, "a key for payers", **keys, stripe_api_base=account.base)
    app = create_app(settings)
    with serving(app) as live:
        app.extensions["settings"] = replace(settings, base_url=live.url)
        account.webhook = posts_to(f"{live.url}/stripe/webhook")
        with live.data():
            person(Role.TREASURER, "Piet Kasboek", PIET)
            person(Role.COORDINATOR, "Ilse Modelhof", ILSE)
        yield live
    app.extensions["engine"].dispose()


@pytest.fixture
def letter(live):
    """The path of a fresh invoice, behind the link in its mail."""
    with live.data():
        ilse = db_session.scalars(select(User).where(User.email == ILSE)).one()
        one_invoice(by=ilse)
        link = db_session.scalars(select(QueuedMail.link).order_by(QueuedMail.id.desc())).first()
    return urlsplit(link).path


def at_the_bank(page, letter, button):
    page.goto(letter)
    press(page, PAY)
    expect(page.get_by_role("heading")).to_have_text("iDEAL | Wero: testbank")
    expect(page.locator("body")).to_contain_text("EUR 1573.00")
    page.get_by_role("button", name=button).click()


def is_paid(page, name):
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel, de factuur is betaald")
    kept(page, name)
    follow(page, "Naar de factuur")
    sees(page, "ontvangen")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_round_trip(live, opened, letter, width):
    page = opened(width)
    page.goto(letter)
    kept(page, f"pay-01-letter-{width}")
    at_the_bank(page, letter, "Betaling slaagt")
    expect(page).to_have_url(re.compile(re.escape(letter)))
    is_paid(page, f"pay-02-paid-{width}")
    treasurer = signed_in(opened(width), PIET)
    treasurer.goto("/payments")
    treasurer.locator("main tbody a").first.click()
    sees(treasurer, "iDEAL | Wero of kaart", "€ 1.573,00")
    kept(treasurer, f"pay-03-payment-{width}")
    treasurer.goto("/stripe")
    press(treasurer, "Nu bij Stripe navragen")
    sees(treasurer, "€ 0,29")
    kept(treasurer, f"pay-04-stripe-{width}")


def test_with_a_lost_event_the_return_page_alone_books_it(account, opened, letter):
    account.at_once = False
    page = opened(WIDE)
    at_the_bank(page, letter, "Betaling slaagt")
    is_paid(page, "pay-05-lost")
    account.outbox.clear()
    account.at_once = True


def test_without_scripts_a_button_asks(account, opened, letter):
    account.at_once = False
    page = opened(PHONE, scripts=False)
    at_the_bank(page, letter, "Betaling slaagt")
    press(page, "Bekijk hoe het met mijn betaling staat")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel, de factuur is betaald")
    account.outbox.clear()
    account.at_once = True


def test_turning_back_and_a_bank_that_thinks(account, opened, letter):
    page = opened(PHONE)
    at_the_bank(page, letter, "Terug")
    expect(page.get_by_role("heading", level=1)).to_have_text("U hebt niet betaald")
    kept(page, "pay-06-back")
    press(page, PAY)
    page.get_by_role("button", name="De bank denkt na").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw betaling is onderweg")
    kept(page, "pay-07-pending")
    account.bank_says(next(reversed(account.kept("checkout.session"))), yes=True)
    press(page, "Opnieuw kijken")
    is_paid(page, "pay-08-yes")
