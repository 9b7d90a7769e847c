from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lt_admin.books.rules.results import ASSETS, COSTS, DEBTS, EQUITY, INCOME, Year
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.rules import CHART, Account

accounts = st.sampled_from(Account)
moves = st.lists(st.tuples(accounts, accounts, st.integers(1, 10**7)), max_size=30)


def balances(entries):
    found = {}
    for debit, credit, cents in entries:
        found[debit] = found.get(debit, ZERO) + Money(cents)
        found[credit] = found.get(credit, ZERO) - Money(cents)
    return found


def year(now, before=()):
    both = balances([*before, *now])
    return Year(2026, date(2026, 12, 31), balances(now), balances(before), both, balances(before))


@given(moves, moves)
def test_the_balance_is_as_long_on_both_sides_whatever_happened(now, before):
    found = year(now, before)

    assert found.assets[-1].amount == found.sources.amount
    assert found.assets[-1].before == found.sources.before


@given(moves)
def test_what_is_not_in_the_funds_goes_to_the_reserve(now):
    found = year(now)

    into, out = (found.moved.get(each, ZERO) for each in (Account.TO_FUNDS, Account.FROM_FUNDS))
    rest = found.appropriation[-1].amount
    assert rest == found.result.amount - into - out
    assert rest == -Money.total(
        amount for account, amount in found.moved.items() if not CHART[account].is_balance
    )


def test_every_account_stands_in_one_place():
    places = [*ASSETS, *EQUITY, *DEBTS, *INCOME, *COSTS, Account.TO_FUNDS, Account.FROM_FUNDS]

    assert sorted(places) == sorted(Account)


def test_income_and_costs_are_positive_and_the_year_before_stands_beside():
    sale = (Account.DEBTORS, Account.REVIEWS, 500)
    found = year([sale, (Account.BANK_COSTS, Account.BANK, 30)], [sale, sale])

    assert [(item.amount.cents, item.before.cents) for item in found.income] == [(500, 1000)] * 2
    assert [item.amount.cents for item in found.costs] == [30, 30]
    assert (found.result.amount, found.result.change) == (Money(470), Money(-530))
