"""Two sources beside each other: what differs, and which part of it."""

from hypothesis import given
from hypothesis import strategies as st

from lt_admin.books.rules.reconciliation import Check, Row, by_name
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.rules import Account

sums = st.dictionaries(st.sampled_from("abcde"), st.integers(-(10**9), 10**9).map(Money))


@given(ledger=sums, other=sums)
def test_the_causes_are_the_difference(ledger, other):
    check = by_name(Account.DEBTORS, ledger, other)
    apart = Money.total(cause.difference for cause in check.causes)

    assert check.difference == Money.total(ledger.values()) - Money.total(other.values())
    assert apart == check.difference


def test_a_name_that_changed_is_no_difference():
    check = by_name(Account.DEBTORS, {"old": Money(5)}, {"new": Money(5)})

    assert (check.difference, check.causes) == (ZERO, [])


def test_the_largest_cause_comes_first():
    rows = (Row("a", Money(1), ZERO), Row("b", ZERO, Money(9)), Row("c", ZERO, ZERO))

    assert [cause.words for cause in Check(Account.BANK, rows).causes] == ["b", "a"]
