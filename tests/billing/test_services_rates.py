from datetime import date, timedelta

import pytest

from lt_admin.billing.queries.rates import hourly_rate_on, vat_rate_on, vat_rates_on
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.billing.services.rates import change_foundation, set_hourly_rate, set_vat_rate
from lt_admin.core import clock
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from tests.billing.factories import drafted

TOMORROW = clock.today() + timedelta(days=1)


def test_an_hour_costs_130_from_the_beginning(session):
    assert hourly_rate_on(date(2015, 1, 1)) == hourly_rate_on(TOMORROW) == Money.euros(130)


def test_before_the_first_rate_there_is_none(session):
    with pytest.raises(Refused):
        hourly_rate_on(date(2014, 12, 31))


def test_a_rate_counts_from_its_day_on(session, board):
    set_hourly_rate(Money.euros(135), valid_from=TOMORROW, by=board)

    assert hourly_rate_on(clock.today()) == Money.euros(130)
    assert hourly_rate_on(TOMORROW) == Money.euros(135)


def test_a_rate_that_has_not_begun_can_be_set_anew(session, board):
    set_hourly_rate(Money.euros(153), valid_from=TOMORROW, by=board)

    set_hourly_rate(Money.euros(135), valid_from=TOMORROW, by=board)

    assert hourly_rate_on(TOMORROW) == Money.euros(135)


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_rate_that_quotes_have_used_stays(session, board, coordinator, days):
    drafted(by=coordinator)
    day = clock.today() + timedelta(days=days)

    with pytest.raises(Refused):
        set_hourly_rate(Money.euros(135), valid_from=day, by=board)


@pytest.mark.parametrize("cents", [0, -400, 13001, 13002])
def test_a_rate_is_more_than_nothing_and_quarters_divide_it(session, board, cents):
    with pytest.raises(Refused):
        set_hourly_rate(Money(cents), valid_from=TOMORROW, by=board)


def test_vat_is_21_percent_and_has_three_codes_without_tax(session):
    found = vat_rates_on(clock.today())

    assert [(code, rate.category, rate.percent) for code, rate in found.items()] == [
        ("standard", "S", 2100),
        ("exempt_education", "E", 0),
        ("outside_scope", "O", 0),
        ("reverse_charge", "AE", 0),
    ]
    assert all(rate.reason("nl") and rate.reason("en") for rate in list(found.values())[1:])


def test_a_vat_code_means_something_else_from_a_day_on(session, board):
    standard = {"code": "standard", "category": VatCategory.STANDARD}
    set_vat_rate(**standard, percent=2200, valid_from=TOMORROW, by=board)

    assert vat_rate_on("standard", clock.today()).percent == 2100
    assert vat_rate_on("standard", TOMORROW).percent == 2200


def test_an_unknown_vat_code_is_refused(session):
    with pytest.raises(Refused):
        vat_rate_on("low", clock.today())


@pytest.mark.parametrize(
    "facts",
    [
        {"category": VatCategory.STANDARD, "percent": 0},
        {"category": VatCategory.STANDARD, "percent": 10_001},
        {"category": VatCategory.EXEMPT, "percent": 900, "reason_nl": "x", "reason_en": "x"},
        {"category": VatCategory.EXEMPT, "percent": 0, "reason_nl": "alleen Nederlands"},
        {"code": "Laag tarief", "category": VatCategory.STANDARD, "percent": 900},
    ],
)
def test_tax_needs_the_standard_category_and_no_tax_needs_its_words(session, board, facts):
    with pytest.raises(Refused):
        set_vat_rate(**{"code": "special"} | facts, valid_from=TOMORROW, by=board)


def test_vat_that_quotes_have_used_stays(session, board, coordinator):
    drafted(by=coordinator)
    facts = {"code": "standard", "category": VatCategory.STANDARD, "percent": 2200}

    with pytest.raises(Refused):
        set_vat_rate(**facts, valid_from=clock.today(), by=board)


def test_the_foundation_changes_its_own_numbers(session, board):
    change_foundation(the_foundation(), kvk="12345678", by=board)

    assert the_foundation().sender.kvk == "12345678"


def test_only_what_a_foundation_has_can_be_changed(session, board):
    with pytest.raises(ValueError, match="is_demo"):
        change_foundation(the_foundation(), is_demo="yes", by=board)
