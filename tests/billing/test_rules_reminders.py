from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.reminders import check_hold, goes_on, is_ending
from lt_admin.core.steps import Refused

TODAY = date(2026, 11, 22)


def test_a_reminder_goes_after_the_last_day_and_the_days_of_waiting():
    assert goes_on(date(2026, 7, 1), 7) == date(2026, 7, 9)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_holidays_and_weekends_are_days_like_others(last_day, wait):
    assert (goes_on(last_day, wait) - last_day).days == wait + 1


@pytest.mark.parametrize("days", [-1, 367])
def test_a_hold_ends_within_a_year_from_today(days):
    with pytest.raises(Refused):
        check_hold(TODAY + timedelta(days=days), TODAY)


@pytest.mark.parametrize("days", [0, 366])
def test_a_hold_may_end_today_or_in_a_year(days):
    check_hold(TODAY + timedelta(days=days), TODAY)


def test_a_hold_is_brought_up_in_its_last_days():
    ends = [TODAY + timedelta(days=days) for days in (-1, 0, 3, 4)]
    assert [is_ending(day, TODAY) for day in ends] == [False, True, True, False]
