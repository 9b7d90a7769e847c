from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.interest import (
    Claim,
    Rate,
    after_months,
    in_cents,
    interest,
    is_stale,
    rate_on,
)
from lt_admin.core.money import ZERO, Money

# FACTS.md 5, the commercial table.
TABLE = [
    Rate(date(2024, 1, 1), 1250),
    Rate(date(2024, 7, 1), 1225),
    Rate(date(2025, 1, 1), 1115),
    Rate(date(2025, 7, 1), 1015),
    Rate(date(2026, 1, 1), 1015),
    Rate(date(2026, 7, 1), 1040),
]
EURO_10000 = Money.euros(10_000)
DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
cents = st.integers(1, 50_000_000).map(Money)


def owed(amount, due_on, until, **facts):
    return in_cents(interest(Claim(amount, due_on, **facts), TABLE, until))


@pytest.mark.parametrize(
    ("due_on", "until", "euros"),
    [
        (date(2025, 1, 31), date(2025, 1, 31), "0.00"),  # the last day itself costs nothing
        (date(2025, 1, 31), date(2025, 2, 1), "3.05"),  # 10,000 x 11.15% / 365
        (date(2025, 1, 31), date(2025, 3, 2), "91.64"),  # thirty days
        (date(2025, 6, 25), date(2025, 7, 5), "29.18"),  # 5 days at 11.15, 5 at 10.15
        (date(2024, 6, 29), date(2024, 7, 1), "6.78"),  # 1 day at 12.50, 1 at 12.25
        (date(2026, 6, 20), date(2026, 7, 10), "56.30"),  # 10 days at 10.15, 10 at 10.40
    ],
)
def test_interest_is_counted_by_the_day_at_the_rate_of_that_day(due_on, until, euros):
    assert owed(EURO_10000, due_on, until) == Money.euros(euros)


def test_the_rate_is_that_of_the_last_row_that_has_begun():
    asked = (date(2023, 12, 31), date(2024, 6, 30), date(2024, 7, 1), date(2027, 1, 1))
    assert [rate_on(TABLE, day) for day in asked] == [0, 1250, 1225, 1040]


def test_after_a_year_the_interest_of_that_year_bears_interest_too():
    flat, claim = [Rate(date(2020, 1, 1), 1000)], Claim(EURO_10000, date(2021, 12, 31))

    of_a_year = interest(claim, flat, date(2022, 12, 31))
    of_two = interest(claim, flat, date(2023, 12, 31))

    assert in_cents(of_a_year) == Money.euros(1000)
    assert in_cents(of_two) == Money.euros(2100)


def test_a_part_that_was_paid_bears_none_from_that_day_on():
    paid = [(date(2025, 2, 11), Money.euros(4000))]
    # ten days over 10,000, then ten over 6,000
    expected = Fraction(1_000_000 * 10 + 600_000 * 10) * 1115 / (365 * 10_000)
    claim = Claim(EURO_10000, date(2025, 1, 31), paid)
    assert interest(claim, TABLE, date(2025, 2, 20)) == expected


def test_interest_that_was_paid_does_not_bear_interest():
    flat, due_on = [Rate(date(2020, 1, 1), 1000)], date(2021, 12, 31)
    paid = [(date(2022, 12, 31), Money.euros(1000))]
    claim = Claim(EURO_10000, due_on, (), paid)
    assert in_cents(interest(claim, flat, date(2023, 12, 31))) == Money.euros(2000)


def test_nothing_grows_after_all_was_paid():
    paid = [(date(2025, 3, 1), EURO_10000)]
    claim = Claim(EURO_10000, date(2025, 1, 31), paid)
    assert interest(claim, TABLE, date(2025, 2, 28)) == interest(claim, TABLE, date(2026, 12, 1))


@given(cents, days, days, st.lists(st.tuples(days, cents), max_size=4))
def test_interest_is_never_negative_and_grows_with_the_days(amount, due_on, until, paid):
    claim = Claim(amount, due_on, paid)
    today, tomorrow = (interest(claim, TABLE, day) for day in (until, until + DAY))
    assert 0 <= today <= tomorrow
    assert in_cents(today) >= ZERO


@given(cents, cents, days, days)
def test_more_bears_more(amount, more, due_on, until):
    small, large = Claim(amount, due_on), Claim(amount + more, due_on)
    assert interest(small, TABLE, until) <= interest(large, TABLE, until)


@given(cents, st.dates(date(2024, 1, 1), date(2025, 12, 1)), st.integers(1, 180))
def test_within_a_year_the_days_add_up(amount, due_on, count):
    middle = due_on + timedelta(days=count)
    end = middle + timedelta(days=180)
    first = interest(Claim(amount, due_on), TABLE, middle)
    second = interest(Claim(amount, middle), TABLE, end)
    assert first + second == interest(Claim(amount, due_on), TABLE, end)


@pytest.mark.parametrize(
    ("last", "today", "stale"),
    [
        (date(2026, 7, 1), date(2026, 12, 31), False),
        (date(2026, 7, 1), date(2027, 1, 1), True),
        (None, date(2026, 1, 1), True),
    ],
)
def test_a_table_is_stale_after_six_months(last, today, stale):
    assert is_stale(last, today) is stale


def test_a_day_that_a_month_lacks_is_the_first_of_the_next():
    assert after_months(date(2024, 2, 29), 12) == date(2025, 3, 1)
    assert after_months(date(2026, 8, 31), 6) == date(2027, 3, 1)
