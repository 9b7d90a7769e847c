from datetime import UTC, date, datetime, time

import pytest

from lt_admin.core import clock


def test_just_before_midnight_in_utc_it_is_already_tomorrow_in_amsterdam():
    with clock.at(datetime(2025, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2025, 7, 1)


def test_noon_is_noon_on_both_sides_of_the_clock_change():
    assert clock.noon(date(2025, 3, 29)) == datetime(2025, 3, 29, 11, tzinfo=UTC)
    assert clock.noon(date(2025, 3, 30)) == datetime(2025, 3, 30, 10, tzinfo=UTC)


def test_a_standing_clock_stands_until_it_runs_again():
    moment = datetime(2026, 7, 1, 9, tzinfo=UTC)
    clock.stand_still(moment)
    try:
        assert clock.now() == moment
    finally:
        clock.stand_still(None)

    assert clock.now() != moment


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clock.stand_still(datetime(2026, 7, 1, 9))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("day", [date(2025, 3, 29), date(2025, 3, 30), date(2025, 10, 26)])
def test_a_time_on_the_wall_is_what_the_wall_shows(day):
    instant = clock.on_the_wall(day, time(9, 30))
    assert instant.astimezone(clock.AMSTERDAM).strftime("%d %H:%M") == f"{day.day} 09:30"


def test_an_hour_that_the_clock_skips_is_refused_and_of_two_the_first_counts():
    with pytest.raises(ValueError, match="does not exist"):
        clock.on_the_wall(date(2025, 3, 30), time(2, 30))
    twice = clock.on_the_wall(date(2025, 10, 26), time(2, 30))
    assert twice == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
