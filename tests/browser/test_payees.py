"""Payees as people see them: two people for an account number, and what was agreed."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.reviewers.models.payees import NameResult, VatTreatment
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.services import payees, people
from tests.browser.conftest import PHONE
from tests.factories import user_with
from tests.reviewers.factories import assigned, engagement, organisation, reviewer

FIRST, SECOND = "NL91ABNA0417164300", "NL20INGB0001234567"
JANUARY = date(2026, 1, 1)


def approved(payee, by, checked):
    waits = queries.waiting_account(payee.id)
    facts = {"result": checked, "name_shown": "B.F. Fictema", "checked_on": clock.today()}
    payees.record_name_check(waits, **facts, by=by)
    payees.approve_account(waits, by=by)


def freelancer(ilse, joris):
    """Somebody with a long history: accounts, VAT, invoices, one agreement that is to be signed."""
    place = assigned(engagement(by=ilse, code="LT-2025-81"), reviewer("Bram Fictema", by=ilse))
    assigned(engagement(by=ilse, code="LT-2025-82"), place.reviewer)
    bram = place.reviewer.payee_on(clock.today())
    address = {"street": "Zelfstandigenpad 1", "postcode": "1990 ZX", "city": "Voorbeeldstad"}
    numbers = {"iban": FIRST, "holder": "B. Fictema", "kvk": "90000017", "email": "b@lt.example"}
    people.change_payee(bram, by=ilse, **address, **numbers)
    approved(bram, joris, NameResult.CLOSE)
    people.change_payee(bram, iban=SECOND, holder="Fictema Advies", by=ilse)
    until = clock.today() + timedelta(days=20)
    register = {"crkbo": "KR-2026-0012", "crkbo_until": until}
    payees.set_vat(bram, VatTreatment.KOR, valid_from=date(2025, 1, 1), by=ilse)
    payees.set_vat(bram, VatTreatment.EXEMPT, valid_from=JANUARY, **register, by=ilse)
    payees.agree_self_billing(bram, valid_from=JANUARY, agreed_on=date(2025, 12, 1), by=ilse)
    terms = {"model": "Modelovereenkomst vrije vervanging", "model_version": "2024-03"}
    facts = {"starts_on": JANUARY, "rate": Money.euros(95), "is_insured": True}
    agreement = payees.add_agreement(place, bram, by=ilse, **terms, **facts)
    return bram, agreement


@pytest.fixture(scope="module")
def scene(live):
    with live.data():
        ilse = user_with(Role.COORDINATOR, name="Ilse Modelhof")
        joris = user_with(Role.TREASURER, name="Joris Rekenaar")
        bram, agreement = freelancer(ilse, joris)
        house = organisation("Stichting Jeugdhulp De Proefpolder", iban=FIRST, city="Schelphoek")
        polder = reviewer("Tessa Voorbeeld", employer=house, by=ilse).payee_on(clock.today())
        ids = {"bram": bram.id, "polder": polder.id, "agreement": agreement.id}
        ids["account"] = queries.waiting_account(bram.id).id
        ids["other"] = queries.waiting_account(polder.id).id
        return SimpleNamespace(ilse=ilse, joris=joris, ids=ids)


@pytest.mark.parametrize(
    "path",
    [
        "/payees",
        "/payees/{bram}",
        "/payees/{polder}",
        "/payees/{bram}/change",
        "/payees/{bram}/vat",
        "/payees/{bram}/self-billing",
        "/payees/{bram}/self-billing/end",
        "/payees/{bram}/agreements/new",
        "/agreements/{agreement}/change",
    ],
)
def test_what_the_coordinator_sees(look, scene, path):
    look(path.format(**scene.ids), scene.ilse, name=f"coordinator-{path}")


@pytest.mark.parametrize(
    "path", ["/", "/payees/{bram}", "/payee-accounts/{account}", "/payee-accounts/{account}/name"]
)
def test_what_the_treasurer_sees(look, scene, path):
    look(path.format(**scene.ids), scene.joris, name=f"treasurer-{path}")


def test_the_treasurer_decides_on_a_phone(opened, scene):
    page = opened(PHONE, scene.joris)
    page.goto(f"/payee-accounts/{scene.ids['other']}")

    page.get_by_role("button", name="Deze rekening goedkeuren").click()

    expect(page.get_by_text("door twee mensen gezien").first).to_be_visible()
