from fractions import Fraction

import pytest

from lt_admin.quality.rules.indicators import (
    DEFINITIONS,
    Case,
    Code,
    Indicator,
    definition_of,
    hundredths_off,
    is_within,
)


def indicator(*met, code=Code.I3):
    return Indicator(
        definition_of(code), tuple(Case(f"LT-{n}", each) for n, each in enumerate(met))
    )


def test_an_indicator_counts_its_cases():
    found = indicator(True, True, False, True)

    assert (found.numerator, found.denominator, found.share) == (3, 4, Fraction(3, 4))
    assert [case.name for case in found.misses] == ["LT-2"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_fewer_than_three_there_is_no_percentage(count):
    found = indicator(*[True] * count)

    assert found.is_suppressed
    assert found.share is None
    assert found.is_met is None


def test_of_three_there_is():
    assert indicator(True, True, True).share == 1


@pytest.mark.parametrize(("met", "of", "is_met"), [(4, 5, True), (7, 9, False)])
def test_the_norm_is_met_from_the_norm_itself(met, of, is_met):
    assert indicator(*[True] * met, *[False] * (of - met)).is_met is is_met


def test_without_a_norm_nothing_is_met_or_not():
    assert indicator(True, False, False, code=Code.I1).is_met is None


def test_the_median_is_of_all_cases_also_those_in_time():
    cases = tuple(Case("x", days <= 21, days) for days in (18, 24, 28, 14, 16, 7, 14))

    assert Indicator(definition_of(Code.I3), cases).median == 16


def test_without_values_there_is_no_median():
    assert indicator(True).median is None


@pytest.mark.parametrize(
    ("actual", "approved", "is_near"),
    [(90, 100, True), (110, 100, True), (89, 100, False), (111, 100, False), (0, 0, True)],
)
def test_hours_are_near_the_quote_up_to_a_tenth(actual, approved, is_near):
    assert is_within(actual, approved) is is_near


def test_how_far_off_in_hundredths_of_a_percent():
    assert hundredths_off(10290, 10320) == -29
    assert hundredths_off(60, 0) == 0


def test_every_indicator_is_defined_once():
    codes = [each.code for each in DEFINITIONS]

    assert codes == list(Code)
