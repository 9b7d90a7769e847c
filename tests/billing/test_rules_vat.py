from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.vat import VatSum, vat_sums, vat_sums_taken_back
from lt_admin.core.money import Money


@dataclass(frozen=True)
class Line:
    net: Money
    vat_category: str = "S"
    vat_percent: int = 2100


def test_vat_is_taken_of_the_sum_and_not_line_by_line():
    lines = [Line(Money(3)), Line(Money(3))]  # 0.63 each rounds up to 1; of the sum it is 1.26
    assert vat_sums(lines) == [VatSum("S", 2100, Money(6), Money(1))]


def test_each_rate_has_its_own_sum():
    lines = [Line(Money(1000)), Line(Money(500), "E", 0), Line(Money(200))]
    assert vat_sums(lines) == [
        VatSum("S", 2100, Money(1200), Money(252)),
        VatSum("E", 0, Money(500), Money(0)),
    ]


def test_taking_back_one_rate_leaves_the_other_alone():
    kept, gone = Line(Money(500), "E", 0), Line(Money(1000))
    assert vat_sums_taken_back([gone, kept], [kept]) == [
        VatSum("S", 2100, Money(-1000), Money(-210))
    ]


@given(st.lists(st.integers(1, 500_000), min_size=1, max_size=6))
def test_crediting_line_by_line_takes_back_exactly_the_vat(cents):
    standing = [Line(Money(amount)) for amount in cents]
    asked = vat_sums(standing)[0]
    taken = []
    while standing:
        taken += vat_sums_taken_back(standing, standing[1:])
        standing = standing[1:]
    assert asked.net + Money.total(back.net for back in taken) == Money(0)
    assert asked.vat + Money.total(back.vat for back in taken) == Money(0)
