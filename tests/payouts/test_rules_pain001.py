"""The file for the bank: what the official schema and the rules of SEPA want."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lt_admin.core.money import Money
from lt_admin.payouts.rules.pain001 import FORMS, Address, Order, Payment, is_in_eea, write
from tests.billing.official import needs_rules, rules

NOWHERE = Address("", "", "")
ZURICH = Address("Bahnhofstraße 1", "8001", "Zürich")
MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
IBANS = ("NL91ABNA0417164300", "DE89370400440532013000", "CH9300762011623852957")


def payment(number=1, cents=12_100, *, name="José & Zn.", iban=IBANS[0], words="F-1 U2026-0001"):
    address = NOWHERE if is_in_eea(iban) else ZURICH
    return Payment(f"B2026-0001-{number:03}", Money(cents), name, iban, words, address)


def order(*payments):
    payments = payments or (payment(), payment(2, 9_505, name="Müller", iban=IBANS[2]))
    day = date(2026, 11, 23)
    ours = ("Stichting Leertraject (demo)", "NL86INGB0002445588")
    return Order("B2026-0001", MADE, day, *ours, payments)


def texts(content, tag):
    return [each.text for each in etree.fromstring(content).iter(f"{{*}}{tag}")]


def findings(content, tmp):
    """Errors and warnings of the official check."""
    file = tmp / "file.xml"
    file.write_bytes(content)
    return [str(each) for each in rules().check_pain(file, rules().parse(file), extra=True)]


@needs_rules
@pytest.mark.parametrize("form", FORMS)
def test_the_file_passes_the_official_check(form, tmp_path):
    assert findings(write(order(), form), tmp_path) == []


@needs_rules
@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 99_999_999_999),
            st.text(min_size=1, max_size=140).filter(str.strip),
            st.sampled_from(IBANS),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(FORMS),
)
def test_whatever_names_people_have_it_passes(tmp_path_factory, facts, form):
    paid = [
        payment(n, cents, name=name, iban=iban, words=name)
        for n, (cents, name, iban) in enumerate(facts, 1)
    ]

    assert findings(write(order(*paid), form), tmp_path_factory.mktemp("pain")) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_same_order_makes_the_same_bytes(form):
    assert write(order(), form) == write(order(), form)


@pytest.mark.parametrize("form", FORMS)
def test_the_sums_are_those_of_the_payments(form):
    content = write(order(), form)

    assert texts(content, "CtrlSum") == ["216.05", "216.05"]
    assert texts(content, "NbOfTxs") == ["2", "2"]
    assert texts(content, "EndToEndId") == ["B2026-0001-001", "B2026-0001-002"]
    assert texts(content, "CreDtTm") == ["2026-11-20T10:30:00"]


@pytest.mark.parametrize("form", FORMS)
def test_an_address_stands_only_outside_the_eea_and_structured(form):
    content = write(order(), form)

    assert texts(content, "TwnNm") == ["Zurich"]
    assert texts(content, "Ctry") == ["CH"]
    assert texts(content, "AdrLine") == []
    assert "PstlAdr" not in write(order(payment(iban=IBANS[1])), form).decode()


def test_names_are_in_plain_letters_and_not_too_long():
    content = write(order(payment(name="Stichting É" + "x" * 90)), FORMS[0])

    assert texts(content, "Nm")[-1] == "Stichting E" + "x" * 59


def test_another_day_is_another_file():
    later = replace(order(), execute_on=date(2026, 11, 24))

    assert write(later, FORMS[0]) != write(order(), FORMS[0])
