from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.rules.quality_account import split
from lt_admin.core.money import ZERO, Money

SUPERVISION, OUTREACH, *_ = QualityCategory
amounts = st.integers(-10_000_000, 10_000_000).map(Money)


@st.composite
def divisions(draw):
    """Shares of every category that make the whole, in any order."""
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=4, max_size=4)))
    parts = [after - before for before, after in pairwise([0, *cuts, 1000])]
    named = list(zip(QualityCategory, parts, strict=True))
    return dict(draw(st.permutations(named)))


@given(amounts, divisions())
def test_every_cent_of_a_contribution_goes_to_a_category(amount, shares):
    assert Money.total(split(amount, shares).values()) == amount


@given(amounts, divisions())
def test_no_category_is_a_whole_cent_away_from_its_share(amount, shares):
    parts = split(amount, shares)
    for category, share in shares.items():
        assert abs(parts[category].cents * 1000 - amount.cents * share) < 1000


@given(amounts, divisions())
def test_a_contribution_taken_back_is_the_exact_reverse(amount, shares):
    parts, reverse = split(amount, shares), split(-amount, shares)
    assert {name: -part for name, part in parts.items()} == reverse


@given(amounts, divisions())
def test_the_order_in_which_shares_are_given_does_not_matter(amount, shares):
    assert split(amount, shares) == split(amount, dict(reversed(shares.items())))


def test_of_equal_remainders_the_category_named_first_gets_the_cent():
    parts = split(Money(1), {OUTREACH: 500, SUPERVISION: 500})

    assert parts == {SUPERVISION: Money(1), OUTREACH: ZERO}


@pytest.mark.parametrize("shares", [{}, {SUPERVISION: 999}, {SUPERVISION: 600, OUTREACH: 500}])
def test_shares_that_are_not_the_whole_are_refused(shares):
    with pytest.raises(ValueError, match="1000"):
        split(Money(100), shares)
