from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lt_admin.books.rules.forecast import MONTHS, Cause, Flow, forecast, month_after, spread
from lt_admin.core.money import Money

START = date(2026, 3, 4)
amounts = st.integers(-(10**8), 10**8).map(Money)
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
flows = st.lists(
    st.builds(Flow, days.map(lambda day: day.replace(day=1)), st.sampled_from(Cause), amounts)
)


@given(amounts, flows)
def test_each_month_begins_with_what_the_one_before_left(opening, found):
    months = forecast(opening, found, START)

    assert len(months) == MONTHS
    assert months[0].opening == opening
    assert all(before.closing == after.opening for before, after in pairwise(months))


@given(amounts, flows)
def test_everything_up_to_the_last_month_counts_once(opening, found):
    months = forecast(opening, found, START)

    near = [flow.amount for flow in found if flow.month <= months[-1].month]
    assert months[-1].closing == opening + Money.total(near)


@given(amounts, days, days)
def test_what_is_spread_stays_whole_and_even(amount, first, last):
    parts = spread(amount, Cause.WORK, first, last)

    assert Money.total(part.amount for part in parts) == amount
    cents = [part.amount.cents for part in parts]
    assert max(cents) - min(cents) <= 1
    assert parts[-1].month == max(first, last).replace(day=1)


def test_a_month_after_december_is_of_the_next_year():
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert month_after(START, 0) == date(2026, 3, 1)
