"""One engagement from request to paid, walked in Chromium by everybody who has a part in it.

Only what stands before the engagement begins is made by services: the people, and the second
organisation. All else is typed and pressed.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.payments import Payment
from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.reviewers.models.people import ReviewerLevel
from tests.browser.conftest import PHONE, WIDE, inspect
from tests.browser.walking import (
    ANNA,
    CARE,
    IBAN,
    TOWN,
    VERA,
    composes,
    follow,
    kept,
    moves_on,
    our_papers_carry_our_name,
    path_mailed_to,
    person,
    press,
    sees,
    server_in,
    signed_in,
)
from tests.orientation.factories import contact_of, organisation_named
from tests.reviewers.factories import reviewer

ILSE, PIET = "ilse@lt-demo.example", "piet@lt-demo.example"
BRAM, KAREL = "bram@lt-demo.example", "karel@lt-demo.example"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    with server_in(tmp_path_factory.mktemp("walk")) as live:
        yield live


@pytest.fixture(scope="module", autouse=True)
def people(live):
    """Who is there before the request comes in."""
    with live.data():
        our_papers_carry_our_name()
        ilse = person(Role.COORDINATOR, "Ilse Modelhof", ILSE)
        person(Role.TREASURER, "Piet Kasboek", PIET)
        bram = person(Role.REVIEWER, "Bram Fictema", BRAM)
        karel = person(Role.REVIEWER, "Karel Demostein", KAREL)
        for each in (
            reviewer(bram.name, user=bram, by=ilse),
            reviewer(karel.name, ReviewerLevel.ACCREDITED, user=karel, by=ilse),
        ):
            payee = each.payee_periods[0].payee
            payee.iban, payee.email = IBAN, each.user.email
        place = {"street": "Nestlaan 4", "postcode": "1997 CD", "city": "Testdorp"}
        care = organisation_named(CARE, by=ilse, kvk="90000002", **place)
        contact_of(care, by=ilse, name="Vera Tekenaar", email=VERA, for_invoice=True)


def test_one_engagement_from_request_to_paid(live, opened):
    page = signed_in(opened(WIDE), ILSE)
    meets_the_organisation(page)
    record = receives_the_request(page)
    talks_it_over(page, record)
    plans(page, record)
    quotes(page, record)
    accepts(live, opened(PHONE), ANNA, "€ 13.416,00")
    accepts(live, opened(PHONE), VERA, "€ 8.944,00")
    team(page, record)
    logs(signed_in(opened(PHONE), BRAM), "7:15")
    logs(signed_in(opened(PHONE), KAREL), "6:30")
    approves_and_begins(page, record)
    invoices(page, record)
    treasurer = signed_in(opened(WIDE), PIET)
    is_paid(treasurer)
    pays_out(treasurer)
    sees_the_statement(signed_in(opened(PHONE), BRAM))
    stands_in_the_books(live)


def meets_the_organisation(page):
    page.goto("/organisations/new")
    page.get_by_label("Naam", exact=True).fill(TOWN)
    page.get_by_label("Soort", exact=True).select_option("municipality")
    page.get_by_label("Sector").select_option(label="gemeente")
    page.get_by_label("Straat en nummer").fill("Duinweg 1")
    page.get_by_label("Postcode").fill("1999 AA")
    page.get_by_label("Plaats").fill("Duinermeer")
    page.get_by_label("KvK-nummer", exact=False).first.fill("90000001")
    press(page, "Bewaren")
    page.goto(f"{page.url}/contacts/new")
    page.get_by_label("Naam", exact=True).fill("Anna Voorbeeldig")
    page.get_by_label("E-mail", exact=True).fill(ANNA)
    page.get_by_label("Ontvangt offertes").check()
    page.get_by_label("Ontvangt facturen").check()
    press(page, "Bewaren")
    sees(page, TOWN, "Anna Voorbeeldig", ANNA)
    kept(page, "walk-01-organisation")


def receives_the_request(page):
    page.goto("/requests/new")
    page.get_by_label("Organisatie", exact=True).select_option(label=f"{TOWN}, Duinermeer")
    page.get_by_label("Naam van de afzender").fill("Anna Voorbeeldig")
    page.get_by_label("E-mail van de afzender").fill(ANNA)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile("/acknowledgement$"))
    sees(page, ANNA)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(r"/engagements/\d+$"))
    kept(page, "walk-02-request")
    return urlsplit(page.url).path


def talks_it_over(page, record):
    page.goto(f"{record}/parties/new")
    page.get_by_label("Organisatie", exact=True).select_option(label=f"{CARE}, Testdorp")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(rf"{record}(#\w+)?$"))
    page.goto(f"{record}/meetings/new")
    page.get_by_label(CARE).check()
    page.get_by_label("Uitkomst").select_option("plan_and_quote")
    press(page, "Bewaren")
    expect(page).to_have_url(re.compile(rf"{record}(#\w+)?$"))
    sees(page, CARE, "Oriëntatie")


def plans(page, record):
    page.goto(f"{record}/plan?type=full")
    press(page, re.compile("(Uren|Opnieuw) berekenen"))
    sees(page, "166:00")
    page.get_by_label("Dossierstudie, hoofdreviewer").fill("12")
    press(page, "Plan bewaren")
    sees(page, "Het plan is bewaard.", "172:00 uur van beide reviewers samen")
    kept(page, "walk-03-plan")


def quotes(page, record):
    page.goto(record)
    page.locator("main form[action$='/quotes'] button").first.click()
    if not page.url.endswith("/edit"):
        follow(page, "Concept")
    page.get_by_label("Hoe worden de kosten verdeeld?").select_option("percent")
    page.get_by_label(f"Aandeel van {TOWN}").fill("60")
    page.get_by_label(f"Aandeel van {CARE}").fill("40")
    press(page, "Concept bewaren")
    sees(page, TOWN, CARE, "60", "40")
    kept(page, "walk-04-quote")
    follow(page, "Nakijken en versturen")
    sees(page, ANNA, VERA, "Bekijk precies wat er verstuurd wordt")
    kept(page, "walk-05-preview")
    press(page, "Verstuur deze 2 mails")
    sees(page, "Verstuurd")


def accepts(live, page, email, amount):
    page.goto(path_mailed_to(live, email))
    sees(page, amount, "€ 22.360,00", "172:00")
    kept(page, f"walk-06-letter-{email[:4]}")
    page.get_by_label("Wij gaan akkoord").check()
    page.get_by_label("Uw naam").fill("Saar Bestuurder")
    page.get_by_label("Uw functie").fill("directeur")
    page.get_by_label("Onze directie onderschrijft de spelregels").check()
    press(page, "Antwoord versturen")
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent akkoord met deze offerte")
    inspect(page)


def team(page, record):
    page.goto(record)
    sees(page, "Saar Bestuurder")
    kept(page, "walk-07-accepted")
    for role, name in (("lead", "Bram Fictema"), ("second", "Karel Demostein")):
        page.goto(f"{record}/reviewers?role={role}")
        follow(page, f"Vragen {name}")
        press(page, "Mail versturen en vragen")
        sees(page, name)


def logs(page, hours):
    page.goto("/my-reviews")
    page.locator("main a[href^='/assignments/']").first.click()
    for each in page.get_by_label("Nee", exact=True).all():
        each.check()
    press(page, "Verklaring ondertekenen")
    follow(page, "Je uren schrijven")
    page.locator("td.is-today input").first.fill(hours)
    press(page, "Week indienen")
    sees(page, hours)
    kept(page, "walk-08-week")


def approves_and_begins(page, record):
    page.goto("/entries/approve")
    sees(page, "Bram Fictema", "Karel Demostein", "7:15", "6:30")
    for each in page.locator("input[name=entry]").all():
        each.check()
    kept(page, "walk-09-approve")
    press(page, "Aangevinkte uren goedkeuren")
    page.goto(record)
    page.locator("main form[action$='/start'] button").click()
    sees(page, "stap 2: verkennen", "13:45", "nog geen leden")
    kept(page, "walk-10-exploring")
    composes(page, record)
    moves_on(page, record, "stap 3")
    kept(page, "walk-10b-dialogue")


def invoices(page, record):
    page.goto(f"{record}/invoices/interim")
    sees(page, "13:45", TOWN, "€ 1.072,50", CARE, "€ 715,00", "€ 1.787,50")
    kept(page, "walk-11-round")
    press(page, "Maak 2 concepten")
    sees(page, ANNA, "€ 1.297,73", VERA, "€ 865,15")
    kept(page, "walk-12-confirm")
    press(page, "Verstuur deze 2 facturen")
    page.goto(record)
    sees(page, "€ 1.297,73", "€ 865,15")
    kept(page, "walk-13-sent")
    page.goto(f"{record}/close")
    sees(page, "vanuit stap 5")
    kept(page, "walk-13b-close")


def is_paid(page):
    page.goto("/invoices")
    sees(page, TOWN, "€ 1.297,73", CARE, "€ 865,15")
    page.locator("main tbody tr", has_text=TOWN).get_by_role("link").first.click()
    follow(page, "Betaling boeken")
    press(page, "Boeken")
    kept(page, "walk-14-payment")
    page.goto("/open-items")
    sees(page, CARE, "€ 865,15")
    expect(page.get_by_role("main")).not_to_contain_text("€ 1.297,73")
    kept(page, "walk-15-open")


def pays_out(page):
    today = clock.today()
    page.goto(f"/statements/{today.year}/{today.month}")
    sees(page, "€ 688,75", "€ 617,50", "€ 1.306,25")
    kept(page, "walk-16-run")
    press(page, "Alle 2 maken en mailen")
    page.locator("main tbody tr", has_text="Bram Fictema").get_by_role("link").first.click()
    sees(page, "€ 688,75", "te betalen")
    kept(page, "walk-17-statement")


def sees_the_statement(page):
    page.goto("/my-statements")
    sees(page, "€ 688,75")
    expect(page.get_by_role("main")).not_to_contain_text("€ 617,50")
    kept(page, "walk-18-my-statements")


def stands_in_the_books(live):
    with live.data():
        bills = db_session.scalars(select(Invoice).order_by(Invoice.id)).all()
        payment = db_session.scalars(select(Payment)).one()
        paid_out = db_session.scalars(select(PaymentStatement).order_by(PaymentStatement.id)).all()
        assert [(bill.organisation.name, bill.state, *sums_of(bill)) for bill in bills] == [
            (TOWN, InvoiceState.PAID, 107_250, 22_523, 129_773, 129_773),
            (CARE, InvoiceState.ISSUED, 71_500, 15_015, 86_515, 0),
        ]
        assert (payment.amount.cents, payment.allocated.cents) == (129_773, 129_773)
        assert {(each.payee.name, each.state, each.amount.cents) for each in paid_out} == {
            ("Bram Fictema", StatementState.ISSUED, 68_875),
            ("Karel Demostein", StatementState.ISSUED, 61_750),
        }


def sums_of(bill):
    return [money.cents for money in (bill.net, bill.vat, bill.gross, bill.paid)]
