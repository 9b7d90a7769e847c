from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core import formats
from lt_admin.core.money import Money


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (0, "€\u00a00,00", "€0.00"),
        (5, "€\u00a00,05", "€0.05"),
        (123450, "€\u00a01.234,50", "€1,234.50"),
        (-123450, "€\u00a0\u22121.234,50", "\u2212€1,234.50"),
        (100000000, "€\u00a01.000.000,00", "€1,000,000.00"),
    ],
)
def test_an_amount_reads_as_dutch_and_english_people_write_it(cents, dutch, english):
    assert formats.euro(Money(cents), "nl") == formats.euro(cents, "nl") == dutch
    assert formats.euro(Money(cents), "en") == english


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_cent_is_lost_in_an_amount(cents):
    read = formats.euro(cents, "nl").replace("€\u00a0", "").replace("\u2212", "-")

    assert int(read.replace(".", "").replace(",", "")) == cents


def test_hours_are_minutes_behind_a_colon():
    assert formats.hours(435) == "7:15"
    assert formats.hours(5) == "0:05"
    assert formats.hours(-90) == "\u22121:30"
    assert formats.hours(60000) == "1000:00"


def test_days_are_written_out_in_text_and_short_in_tables():
    day = date(2026, 11, 2)

    assert formats.long_day(day, "nl") == "2\u00a0november\u00a02026"
    assert formats.long_day(day, "en") == "2\u00a0November\u00a02026"
    assert formats.short_day(day, "nl") == "02-11-2026"
    assert formats.short_day(day, "en") == "2\u00a0Nov\u00a02026"
    assert formats.month(date(2026, 3, 31), "nl") == "maart\u00a02026"


def test_an_instant_shows_the_clock_on_the_wall_in_amsterdam():
    just_before_midnight_utc = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert formats.moment(just_before_midnight_utc, "nl") == "02-07-2026\u00a000:30"


def test_a_share_has_one_decimal_and_none_when_it_is_whole():
    assert formats.percent(Fraction(3, 4), "nl") == "75%"
    assert formats.percent(Fraction(1, 3), "nl") == "33,3%"
    assert formats.percent(Fraction(2, 3), "en") == "66.7%"
    assert formats.percent(Fraction(1), "nl") == "100%"
    assert formats.percent(0.21, "nl") == "21%"


def test_decimals_are_rounded_half_up_away_from_nought():
    assert formats.decimal(Fraction(3965, 1000), 2, "nl") == "3,97"
    assert formats.decimal(-0.001, 2, "en") == "0.00"
    assert formats.decimal(Fraction(-5, 2), 0, "nl") == "\u22123"


def test_an_iban_stands_in_groups_of_four():
    assert formats.iban("NL91ABNA0417164300") == "NL91\u00a0ABNA\u00a00417\u00a01643\u00a000"
