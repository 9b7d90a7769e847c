from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core import formats, typed
from lt_admin.core.money import Money


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,50", 123450),
        ("1234.50", 123450),
        ("1,234.50", 123450),
        ("€ 1.234,50", 123450),
        ("€\u00a050", 5000),
        ("50,-", 5000),
        ("50,--", 5000),
        ("50 EUR", 5000),
        ("1.234", 123400),
        ("12.345.678", 1234567800),
        ("12,5", 1250),
        ("-€ 12,50", -1250),
        ("\u2212 12,50", -1250),
        ("0", 0),
    ],
)
def test_amounts_are_understood(text, cents):
    assert typed.amount(text) == Money(cents)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.23.4", "1,2345", "12.34,5.6", "1.234.50", "1e5", "--5", "²", "1" * 30]
)
def test_what_is_no_amount_is_asked_back(app, text):
    with pytest.raises(typed.NotUnderstood):
        typed.amount(text)


@pytest.mark.parametrize(
    "text", ["7:15", "7u15", "7U15", "7h15", "7.15", "7,25", " 7 : 15 ", "07:15"]
)
def test_hours_are_understood_in_every_way_of_writing(text):
    assert typed.quarters(text) == 435


@pytest.mark.parametrize(
    ("text", "minutes"), [("7", 420), ("7u", 420), ("7,5", 450), ("0,75", 45), ("-0:30", -30)]
)
def test_hours_may_be_whole_or_negative(text, minutes):
    assert typed.quarters(text) == minutes


@pytest.mark.parametrize(
    "text", ["7.25", "7,15", "7:20", "7.5", "7:60", "7:", "x", "", "7,333", "1:2:3", "²:15"]
)
def test_what_could_mean_two_things_is_asked_back(app, text):
    with pytest.raises(typed.NotUnderstood):
        typed.quarters(text)


@pytest.mark.parametrize(
    "text",
    [
        "2-11-2026",
        "02-11-2026",
        "2/11/2026",
        "2.11.2026",
        "2-11-26",
        "2 nov 2026",
        "2 nov. 2026",
        "2 November 2026",
        "2\u00a0november\u00a02026",
        "2026-11-02",
    ],
)
def test_dates_are_understood_day_first(text):
    assert typed.day(text) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "month"), [("1 mrt 2026", 3), ("1 mei 2026", 5), ("1 may 2026", 5)]
)
def test_months_have_dutch_and_english_names(text, month):
    assert typed.day(text) == date(2026, month, 1)


@pytest.mark.parametrize(
    "text", ["", "31-2-2026", "2 foo 2026", "11/2", "2026", "1-1-1850", "99-99-9999", "2-13-2026"]
)
def test_what_is_no_date_is_asked_back(app, text):
    with pytest.raises(typed.NotUnderstood):
        typed.day(text)


@pytest.mark.parametrize(
    ("text", "share"), [("33,33", "33.33"), ("33.33%", "33.33"), ("100 %", "100"), ("0", "0")]
)
def test_percentages_are_understood(text, share):
    assert typed.percentage(text) == Decimal(share)


@pytest.mark.parametrize("text", ["", "101", "-1", "33,333", "a"])
def test_what_is_no_percentage_is_asked_back(app, text):
    with pytest.raises(typed.NotUnderstood):
        typed.percentage(text)


@given(st.integers(-(10**11) + 1, 10**11 - 1), st.sampled_from(["nl", "en"]))
def test_every_amount_that_is_shown_is_understood(cents, language):
    assert typed.amount(formats.euro(cents, language)) == Money(cents)


@given(st.integers(-400, 400))
def test_every_duration_that_is_shown_is_understood(quarters):
    assert typed.quarters(formats.hours(quarters * 15)) == quarters * 15


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(["nl", "en"]))
def test_every_date_that_is_shown_is_understood(day, language):
    assert typed.day(formats.short_day(day, language)) == day
    assert typed.day(formats.long_day(day, language)) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(app, text):
    for read in (typed.amount, typed.quarters, typed.day, typed.percentage):
        try:
            read(text)
        except typed.NotUnderstood:
            continue


@pytest.mark.parametrize("text", ["9:30", "09.30", "9u30", " 09:30 "])
def test_times_are_understood_in_every_way_of_writing(text):
    assert typed.time_of_day(text) == time(9, 30)


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "9:3", "half tien", "9:30:00"])
def test_what_is_no_time_is_asked_back(app, text):
    with app.test_request_context(), pytest.raises(typed.NotUnderstood):
        typed.time_of_day(text)
