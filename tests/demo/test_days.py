from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lt_admin.demo import days

QUARTERS = st.integers(1, 600)


@given(QUARTERS, st.dates(date(2025, 1, 1), date(2025, 6, 1)), st.integers(0, 60))
def test_spreading_hours_loses_none_and_works_only_on_working_days(quarters, first, length):
    last = date.fromordinal(first.toordinal() + length + 3)
    parts = list(days.spread(quarters * 15, days.working_days(first, last)))

    assert sum(minutes for _, minutes in parts) == quarters * 15
    assert len({day for day, _ in parts}) == len(parts)
    assert all(day.weekday() < 5 and minutes % 15 == 0 and minutes > 0 for day, minutes in parts)


@given(QUARTERS, st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_dividing_hours_over_steps_loses_none(quarters, weights):
    assert sum(days.over_steps(quarters * 15, weights)) == quarters * 15
