"""Times on the wall and instants: also on the days on which the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.steps import Refused
from lt_admin.followup.rules import times
from lt_admin.followup.rules.phrases import hours_of

SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 14)
HOUR = timedelta(hours=1)
TEN = datetime(2026, 4, 14, 8, tzinfo=UTC)  # ten o'clock in Amsterdam


def starts(day, *stretches, minutes=60, busy=()):
    spans = [span for each in stretches if (span := times.span_of(day, each))]
    return times.starts_in(spans, timedelta(minutes=minutes), busy)


def walls(found, minutes=60):
    return [
        hours_of(start, minutes).replace("\u00a0", "").replace("\u2013", "-") for start in found
    ]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9:00", 540), ("09.30", 570), ("9", 540), ("930", 570), ("24:00", 1440), ("0:15", 15)],
)
def test_a_time_is_read_as_people_type_it(text, minutes):
    assert times.minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "25:00", "9:75", "24:15", "negen", "-9:00", "9:5"])
def test_what_is_no_time_is_nothing(text):
    assert times.minutes_of(text) is None


def test_stretches_that_touch_become_one_and_stand_in_order():
    assert times.tidy([(780, 900), (540, 600), (600, 720)]) == [(540, 720), (780, 900)]


@pytest.mark.parametrize(
    "wrong",
    [[(600, 540)], [(540, 540)], [(545, 600)], [(540, 1500)], [(540, 700), (600, 720)]],
)
def test_stretches_that_make_no_sense_are_refused(wrong):
    with pytest.raises(Refused):
        times.tidy(wrong)


def test_a_day_holds_a_few_stretches_only():
    with pytest.raises(Refused):
        times.tidy([(60 * hour, 60 * hour + 30) for hour in range(8, 13)])


def test_a_conversation_begins_every_half_hour_and_ends_within_the_stretch():
    assert walls(starts(PLAIN, (600, 720))) == ["10:00-11:00", "10:30-11:30", "11:00-12:00"]


def test_ten_oclock_stays_ten_oclock_when_the_clock_changes():
    winter, summer = (times.span_of(day, (600, 720))[0] for day in (date(2026, 3, 28), SPRING))

    assert (winter.hour, summer.hour) == (9, 8)


def test_the_hour_that_is_missing_gives_no_impossible_time():
    found = starts(SPRING, (60, 300))

    assert walls(found) == [
        "01:00-03:00",
        "01:30-03:30",
        "03:00-04:00",
        "03:30-04:30",
        "04:00-05:00",
    ]
    assert times.span_of(SPRING, (120, 180)) is None
    assert times.span_of(SPRING, (135, 150)) is None


def test_the_hour_that_comes_twice_gives_no_double_time():
    found = starts(AUTUMN, (60, 300))

    assert walls(found) == ["03:00-04:00", "03:30-04:30", "04:00-05:00"]


@pytest.mark.parametrize("day", [SPRING, AUTUMN, PLAIN])
@given(begins=st.integers(0, 40), length=st.integers(1, 30), minutes=st.sampled_from((30, 60, 120)))
def test_on_any_day_each_time_is_one_on_the_wall_and_within_the_stretch(
    day, begins, length, minutes
):
    stretch = (begins * 15, min(begins * 15 + length * 15, 1440))
    found = starts(day, stretch, minutes=minutes)

    shown = walls(found, minutes)
    assert len(set(shown)) == len(shown)
    for start in found:
        first, last = (i.astimezone(AMSTERDAM) for i in (start, start + timedelta(minutes=minutes)))
        assert first.date() == last.date() == day or last.hour == last.minute == 0
        assert stretch[0] <= first.hour * 60 + first.minute
        assert last.hour * 60 + last.minute <= stretch[1] % 1440 or stretch[1] == 1440


def test_only_what_all_can_is_shared():
    one, other = [(TEN, TEN + 3 * HOUR)], [(TEN + HOUR, TEN + 5 * HOUR)]

    assert times.shared([one, other]) == [(TEN + HOUR, TEN + 3 * HOUR)]
    assert times.shared([one, []]) == []
    assert times.shared([]) == []


def test_half_an_hour_stays_free_beside_what_is_planned():
    busy = [(TEN + HOUR, TEN + 2 * HOUR)]  # from eleven to twelve

    assert walls(starts(PLAIN, (570, 810), busy=busy)) == ["09:30-10:30", "12:30-13:30"]


def test_an_appointment_takes_its_quarters_and_the_rest_afterwards():
    taken = times.quarters_of(TEN, 60)

    assert taken[0] == TEN
    assert len(taken) == 6
    assert taken[-1] == TEN + HOUR + timedelta(minutes=15)
