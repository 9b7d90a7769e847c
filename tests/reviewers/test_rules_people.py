"""Rates, periods and numbers of payees."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from lt_admin.reviewers.rules.people import check_from, check_rate, checked_numbers


@given(st.integers(-1000, 100_000))
def test_a_rate_is_a_multiple_of_four_cents(cents):
    if cents >= 0 and cents % 4 == 0:
        check_rate(Money(cents))
    else:
        with pytest.raises(Refused):
            check_rate(Money(cents))


@pytest.mark.parametrize(
    ("last", "locked", "is_fine"),
    [
        (None, None, True),
        (date(2025, 5, 1), None, True),  # the same day corrects
        (date(2025, 5, 2), None, False),
        (None, date(2025, 4, 30), True),
        (None, date(2025, 5, 1), False),
        (date(2025, 1, 1), date(2025, 6, 1), False),
    ],
)
def test_a_period_changes_nothing_that_is_settled(last, locked, is_fine):
    if is_fine:
        check_from(date(2025, 5, 1), last=last, locked=locked)
    else:
        with pytest.raises(Refused):
            check_from(date(2025, 5, 1), last=last, locked=locked)


def test_numbers_lose_their_spaces_and_empty_ones_are_none():
    typed = {"iban": "nl91 abna 0417 1643 00", "kvk": " ", "vat_id": None, "city": "Proefstad"}

    assert checked_numbers(typed) == {
        "iban": "NL91ABNA0417164300",
        "kvk": None,
        "vat_id": None,
        "city": "Proefstad",
    }


@pytest.mark.parametrize(
    "wrong", [{"iban": "NL00ABNA0417164300"}, {"kvk": "1234567"}, {"vat_id": "NL123456789B01"}]
)
def test_a_number_that_is_not_real_is_refused(wrong):
    with pytest.raises(Refused):
        checked_numbers(wrong)
