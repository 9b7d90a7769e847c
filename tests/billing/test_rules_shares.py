from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules import shares
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused

PERCENT, WEIGHT, FIXED, REST = ShareKind


def shared(kind, *values):
    return [Share(place, kind, value) for place, value in enumerate(values)]


def borne(agreed, whole):
    came_to = shares.amounts(agreed, whole)
    return [
        SimpleNamespace(kind=share.kind, value=share.value, amount=amount)
        for share, amount in zip(agreed, came_to, strict=True)
    ]


wholes = st.integers(0, 10**10).map(Money)
weighted = st.lists(st.integers(1, 10**6), min_size=1, max_size=12).map(
    lambda values: shared(WEIGHT, *values)
)


@st.composite
def percentages(draw):
    cuts = draw(st.sets(st.integers(1, 9_999), max_size=8))
    edges = [0, *sorted(cuts), 10_000]
    return shared(PERCENT, *[b - a for a, b in pairwise(edges)])


@given(st.one_of(weighted, percentages()), wholes)
def test_shares_always_make_up_the_whole(agreed, whole):
    assert Money.total(shares.amounts(agreed, whole)) == whole


@given(st.one_of(weighted, percentages()), wholes)
def test_nobody_is_a_cent_away_from_the_exact_part(agreed, whole):
    total = sum(share.value for share in agreed)

    for share, amount in zip(agreed, shares.amounts(agreed, whole), strict=True):
        assert abs(amount.cents - Fraction(whole.cents * share.value, total)) < 1


@given(weighted.flatmap(lambda agreed: st.tuples(st.just(agreed), st.permutations(agreed))), wholes)
def test_the_order_moves_no_more_than_odd_cents(orders, whole):
    first, second = (
        {s.organisation_id: a.cents for s, a in zip(o, shares.amounts(o, whole), strict=True)}
        for o in orders
    )

    assert sum(first.values()) == sum(second.values())
    assert all(abs(first[who] - second[who]) <= 1 for who in first)


@given(st.lists(st.integers(1, 10**6), max_size=6), st.integers(1, 10**6))
def test_the_rest_is_what_the_fixed_amounts_leave(fixed, left):
    agreed = [*shared(FIXED, *fixed), Share(99, REST)]

    assert shares.amounts(agreed, Money(sum(fixed) + left))[-1] == Money(left)


@pytest.mark.parametrize(
    ("kind", "values", "whole", "expected"),
    [
        (PERCENT, (6000, 4000), 2691000, (1614600, 1076400)),  # S2
        (PERCENT, (2500,) * 4, 1004250, (251063, 251063, 251062, 251062)),  # S3
        (WEIGHT, (1, 1, 1), 416000, (138667, 138667, 138666)),  # S6
        (FIXED, (100, 300), 400, (100, 300)),
    ],
)
def test_the_scenarios_come_out_to_the_cent(kind, values, whole, expected):
    found = shares.amounts(shared(kind, *values), Money(whole))

    assert tuple(amount.cents for amount in found) == expected


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        ([], "which organisations"),
        (shared(PERCENT, 5000, 4999), "99.99%"),
        (shared(PERCENT, 6000, 4001), "100.01%"),
        (shared(PERCENT, 10_000, 0), "more than nothing"),
        (shared(WEIGHT, 0), "more than nothing"),
        ([Share(1, PERCENT, 5000), Share(1, PERCENT, 5000)], "only one share"),
        ([Share(1, PERCENT, 5000), Share(2, WEIGHT, 1)], "one kind"),
        ([Share(1, PERCENT, 5000), Share(2, REST)], "one kind"),
        ([Share(1, REST), Share(2, REST)], "Only one organisation"),
        ([Share(1, FIXED, 401), Share(2, REST)], "leave no rest"),
        ([Share(1, FIXED, 400), Share(2, REST)], "leave no rest"),
        (shared(FIXED, 100, 301), "leave no rest"),
        (shared(FIXED, 100, 299), "not the whole yet"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused_in_words(app, agreed, words):
    with app.test_request_context("/?lang=en"), pytest.raises(Refused, match=words):
        shares.amounts(agreed, Money(400))


@given(st.one_of(weighted, percentages()), wholes)
def test_the_weights_are_exactly_as_agreed(agreed, whole):
    total = sum(share.value for share in agreed)

    assert shares.weights(borne(agreed, whole)) == [Fraction(s.value, total) for s in agreed]


def test_fixed_amounts_and_a_rest_weigh_what_they_came_to():
    agreed = [Share(1, FIXED, 100), Share(2, REST)]

    assert shares.weights(borne(agreed, Money(400))) == [Fraction(1, 4), Fraction(3, 4)]
