from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core.i18n import speaking
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.payouts.models.bills import BILL_STEPS, BillState
from lt_admin.payouts.rules.bills import Asked, Point, Terms, Told, differences, obstacles, vat_of
from lt_admin.payouts.rules.reading import PDF, XML, kind_of, read
from lt_admin.reviewers.models.payees import VatTreatment
from tests.payouts.bills import ubl

ASKED = Asked("U2025-0001", Money(95000), Money(19950), "67812345", "NL004495445B01", "NL91ABNA01")
TOLD = Told("881", date(2025, 4, 2), Money(95000), Money(19950))
TERMS = Terms(
    is_freelancer=True,
    is_agreed=True,
    treatments=frozenset({VatTreatment.STANDARD}),
    kvk="87654321",
    vat_id="NL000099998B57",
    has_address=True,
    has_exemption=False,
    our_vat_id="",
    are_we_known=True,
    amount=Money(1),
)


@pytest.fixture(autouse=True)
def _words(app):
    with app.app_context(), speaking("en"):
        yield


def points(**facts):
    return [each.point for each in differences(ASKED, replace(TOLD, **facts))]


def test_an_invoice_that_says_what_the_statement_says_is_matched():
    assert points() == []
    named = {"references": ("for U2025-0001",), "kvk": "678 12 345", "vat_id": ASKED.vat_id}
    assert points(**named, payable=Money(114950)) == []


@pytest.mark.parametrize(
    ("facts", "point"),
    [
        ({"net": Money(95001)}, Point.NET),
        ({"vat": Money(0)}, Point.VAT),
        ({"vat": Money(19953)}, Point.VAT),
        ({"payable": Money(114951)}, Point.PAYABLE),
        ({"currency": "USD"}, Point.CURRENCY),
        ({"references": ("U2025-0002",), "vat_id": "NL004495445B01"}, Point.STATEMENT),
    ],
)
def test_what_differs_is_named(facts, point):
    assert points(**facts) == [point]


@pytest.mark.parametrize("point", [Point.KVK, Point.VAT_ID, Point.IBAN])
def test_a_number_of_somebody_else_is_named(point):
    known = {"references": ("U2025-0001",), "vat_id": ASKED.vat_id}
    assert points(**known | {str(point): "NL00OTHER"}) == [point]


def test_who_asks_vat_shows_a_btw_id():
    assert points(references=("U2025-0001",)) == [Point.VAT_ID]


@pytest.mark.parametrize("cents", [-2, 2])
def test_vat_may_be_rounded_line_by_line(cents):
    assert points(vat=Money(19950 + cents)) == []


def test_who_asks_no_vat_may_not_have_a_cent_of_it():
    asked = replace(ASKED, vat=Money(0))
    assert [each.point for each in differences(asked, replace(TOLD, vat=Money(1)))] == [Point.VAT]


@given(st.integers(1, 10**9), st.sampled_from(list(VatTreatment)))
def test_only_the_standard_treatment_has_vat(cents, treatment):
    vat = vat_of(Money(cents), treatment, 2100)
    assert (vat.cents > 0) == (treatment is VatTreatment.STANDARD and cents > 2)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_freelancer": False}, "employer"),
        ({"is_agreed": False}, "not agreed"),
        ({"vat_id": ""}, "no VAT may stand"),
        ({"kvk": ""}, "KvK"),
        ({"has_address": False}, "address of the payee"),
        ({"are_we_known": False}, "see the settings"),
        ({"amount": Money(0)}, "no amount"),
        ({"treatments": frozenset({VatTreatment.EXEMPT})}, "CRKBO"),
        ({"treatments": frozenset({VatTreatment.REVERSE})}, "shifted"),
        ({"treatments": frozenset({VatTreatment.STANDARD, VatTreatment.KOR})}, "changed within"),
    ],
)
def test_what_forbids_writing_an_invoice_is_said(facts, words):
    assert obstacles(TERMS) == []
    (said,) = obstacles(replace(TERMS, **facts))
    assert words in said


def test_a_small_business_needs_no_btw_id_as_no_vat_stands_on_it():
    assert obstacles(replace(TERMS, treatments=frozenset({VatTreatment.KOR}), vat_id="")) == []


def test_an_e_invoice_is_read():
    told = read(ubl())
    assert (told.number, told.net, told.vat) == ("2025-881", Money(95000), Money(19950))
    assert (told.kvk, told.vat_id, told.references) == ("67812345", ASKED.vat_id, ("U2025-0001",))


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
HOSTILE = {
    "entity": ubl(head=ENTITY, reference="&a;"),
    "hidden": ubl(head=ENTITY).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "broken": ubl()[:-9],
    "credit": ubl(kind="CreditNote"),
    "another": b"<html/>",
    "amount": ubl(net="95O"),
    "tiny": ubl(net="1.001"),
    "day": ubl(on="2 april"),
    "nameless": ubl(number=""),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_invoice_is_refused_in_words(content):
    with pytest.raises(Refused):
        read(content)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_do_harm(content):
    with pytest.raises(Refused):
        read(b"<" + content)


def test_a_file_is_what_it_holds_whatever_it_is_called():
    assert (kind_of(b"%PDF-1.4"), kind_of(ubl())) == (PDF, XML)
    for content in (b"PK\x03\x04", b"", b"<" * (10 * 1024 * 1024 + 1)):
        with pytest.raises(Refused):
            kind_of(content)


STEPS = ("approve", "reject", "accept", "object", "credit")


@pytest.mark.parametrize("state", BillState)
@pytest.mark.parametrize("step", STEPS)
def test_no_step_but_those_in_the_table(state, step):
    if not BILL_STEPS.allows(state, step):
        with pytest.raises(WrongState):
            BILL_STEPS.after(state, step)
    assert {name for _state, name in BILL_STEPS.table} == set(STEPS)
