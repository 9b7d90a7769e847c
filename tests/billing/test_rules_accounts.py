from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.accounts import Age, Entry, Line, age_of, aged, with_balances
from lt_admin.core.money import Money

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-5, Age.NOT_DUE),
        (0, Age.NOT_DUE),
        (1, Age.TO_30),
        (30, Age.TO_30),
        (31, Age.TO_60),
        (60, Age.TO_60),
        (61, Age.TO_90),
        (90, Age.TO_90),
        (91, Age.OLDER),
    ],
)
def test_an_amount_has_the_age_of_its_days_over_the_last_one(days, age):
    assert age_of(TODAY - timedelta(days=days), TODAY) is age


def test_what_has_no_last_day_is_not_due():
    assert age_of(None, TODAY) is Age.NOT_DUE


@given(st.lists(st.tuples(st.dates(), st.integers(0, 10**9).map(Money))))
def test_every_cent_has_one_age(debts):
    found = aged(debts, TODAY)
    assert list(found) == list(Age)
    assert Money.total(found.values()) == Money.total(amount for _day, amount in debts)


@given(st.integers(-1000, 1000), st.lists(st.integers(-1000, 1000)))
def test_the_last_balance_is_the_sum_of_all(opening, amounts):
    lines = [Line(TODAY, Entry.INVOICE, "", Money(each)) for each in amounts]
    found = with_balances(Money(opening), lines)
    last = found[-1][1] if found else Money(opening)
    assert last == Money(opening + sum(amounts))
