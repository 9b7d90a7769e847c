from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core.money import Money, is_quarter_exact

CENTS = st.integers(-10_000_000_00, 10_000_000_00)
WEIGHTS = st.lists(st.fractions(0, 1000, max_denominator=60), min_size=1, max_size=9).filter(any)


def test_a_line_costs_its_minutes_at_the_hourly_rate():
    assert Money.euros(130).for_minutes(75) == Money.euros("162.50")


def test_half_a_cent_is_rounded_away_from_nothing():
    assert Money(1).part(Fraction(1, 2)) == Money(1)
    assert Money(-1).part(Fraction(1, 2)) == Money(-1)


@pytest.mark.parametrize("cents", [1.0, "1", True, None])
def test_anything_but_a_whole_number_of_cents_is_refused(cents):
    with pytest.raises(TypeError):
        Money(cents)


def test_a_third_decimal_is_refused():
    with pytest.raises(ValueError, match="two decimals"):
        Money.euros("1.005")


@given(CENTS, WEIGHTS)
def test_a_split_always_makes_up_the_whole(cents, weights):
    assert Money.total(Money(cents).split(weights)) == Money(cents)


@given(CENTS, WEIGHTS)
def test_nobody_bears_a_cent_more_or_less_than_the_exact_part(cents, weights):
    for part, weight in zip(Money(cents).split(weights), weights, strict=True):
        exact = Fraction(cents) * weight / sum(weights)
        assert abs(part.cents - exact) < 1


def test_the_first_in_order_gets_the_odd_cent():
    thirds = Money.euros(4160).split([Fraction(1)] * 3)

    assert thirds == [Money(138667), Money(138667), Money(138666)]


@pytest.mark.parametrize("weights", [[], [Fraction(0)], [Fraction(2), Fraction(-1)]])
def test_weights_that_divide_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        Money(100).split(weights)


@given(st.integers(0, 1_000_000), st.lists(st.integers(1, 40), max_size=20))
def test_at_a_quarter_exact_rate_the_parts_cost_what_the_whole_costs(quarters_rate, quarters):
    rate = Money(4 * quarters_rate)
    apart = Money.total(rate.for_minutes(15 * each) for each in quarters)

    assert is_quarter_exact(rate)
    assert apart == rate.for_minutes(15 * sum(quarters))
