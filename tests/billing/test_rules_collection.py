import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.collection import allowed_costs, collection_costs
from lt_admin.core.money import ZERO, Money

amounts = st.integers(0, 500_000_000).map(Money)


@pytest.mark.parametrize(
    ("amount", "costs"),
    [
        ("0", "0"),
        ("0.01", "40"),
        ("125", "40"),  # FACTS.md 5
        ("266.67", "40"),
        ("300", "45"),
        ("2500", "375"),
        ("5000", "625"),
        ("10000", "875"),
        ("23000", "1005"),  # FACTS.md 5
        ("200000", "2775"),
        ("1000000", "6775"),
        ("5000000", "6775"),
    ],
)
def test_costs_follow_the_scale_of_the_law(amount, costs):
    assert collection_costs(Money.euros(amount)) == Money.euros(costs)


def test_a_half_cent_is_rounded_up():
    assert collection_costs(Money.euros("300.10")) == Money.euros("45.02")


def test_before_the_costs_were_named_forty_euro_is_all():
    large = Money.euros(23_000)
    assert allowed_costs(large, is_warned=False) == Money.euros(40)
    assert allowed_costs(large, is_warned=True) == Money.euros(1005)
    assert allowed_costs(ZERO, is_warned=False) == ZERO


@given(amounts, amounts)
def test_more_costs_no_less_and_never_beyond_the_limits(amount, more):
    less, larger = collection_costs(amount), collection_costs(amount + more)
    assert ZERO <= less <= larger <= Money.euros(6775)
