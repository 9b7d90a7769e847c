"""The boxes of the VAT return, and the groups of the ANBI form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.rules.rates import VatCategory
from lt_admin.books.rules.anbi import ASSETS, COSTS, INCOME, LIABILITIES, covered, part
from lt_admin.books.rules.exports import carried_over
from lt_admin.books.rules.vat import Quarter, Taxed, return_of, whole_euros
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.rules import CHART, Account, Move

NET, TAX = Money.euros(1000), Money.euros(210)
SALES = [
    Taxed(VatCategory.STANDARD, 2100, NET, TAX),
    Taxed(VatCategory.STANDARD, 900, Money.euros(100), Money.euros(9)),
    Taxed(VatCategory.REVERSE_CHARGE, 0, Money.euros(70), ZERO),
    Taxed(VatCategory.EXEMPT, 0, Money.euros(50), ZERO),
]


@pytest.mark.parametrize(
    ("code", "net", "vat"),
    [("1a", 1000, 210), ("1b", 100, 9), ("1c", 0, 0), ("1e", 70, None), ("2a", 200, 42)],
)
def test_each_kind_has_its_box(code, net, vat):
    made = return_of(SALES, Money.euros(200), Money.euros(30))
    (box,) = [each for each in made.boxes if each.code == code]

    assert (box.net, box.vat) == (Money.euros(net), None if vat is None else Money.euros(vat))


def test_what_is_shifted_to_us_is_owed_and_deducted_alike():
    made = return_of(SALES, Money.euros(200), Money.euros(30))

    assert made.vat_of("5a") == Money.euros(261)
    assert made.vat_of("5b") == Money.euros(72)
    assert made.vat_of("5g") == Money.euros(189)
    assert made.untaxed == Money.euros(50)


def test_a_quarter_ends_on_its_last_day():
    assert (Quarter(2025, 4).first, Quarter(2025, 4).last) == (
        date(2025, 10, 1),
        date(2025, 12, 31),
    )


@pytest.mark.parametrize(("cents", "euros"), [(199, 1), (-199, -1), (0, 0)])
def test_cents_are_left_off(cents, euros):
    assert whole_euros(Money(cents)) == euros


def test_every_account_stands_on_the_anbi_form():
    assert covered() == set(CHART)


moves = st.builds(
    Move,
    st.sampled_from(list(Account)),
    st.sampled_from(list(Account)),
    st.integers(1, 10**9).map(Money),
)


@given(made=st.lists(moves, max_size=8))
def test_the_form_balances_and_its_result_is_what_the_reserve_gained(made):
    sums = dict.fromkeys(Account, ZERO)
    for each in made:
        sums[each.debit] += each.amount
        sums[each.credit] -= each.amount
    ends = carried_over(sums)
    assets, debts = (part("", x, ends, {}).total.now for x in (ASSETS, LIABILITIES))
    income, costs = (part("", x, sums, {}).total.now for x in (INCOME, COSTS))

    assert assets == debts
    assert income - costs == sums[Account.RESERVE] - ends.get(Account.RESERVE, ZERO)
