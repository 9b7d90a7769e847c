"""The books balance by their shape, never change, and close by the month."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger import queries
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPeriod, LedgerPosting
from lt_admin.ledger.rules import CHART, Account, Move, tidy
from lt_admin.ledger.services import Occasion, close_period, post

MAY = date(2025, 5, 20)
SALE = Move(Account.DEBTORS, Account.REVIEWS, Money(1000))
TAX = Move(Account.DEBTORS, Account.VAT_DUE, Money(210))


def happened(on=MAY, *moves, by="system"):
    occasion = Occasion("invoice:issued", the_foundation(), on, Journal.SALES, "Invoice 1")
    return post(occasion, moves or (SALE, TAX), by=by)


def test_an_event_moves_amounts_between_accounts(session):
    happened()

    assert queries.balances(MAY) == {
        Account.DEBTORS: Money(1210),
        Account.REVIEWS: Money(-1000),
        Account.VAT_DUE: Money(-210),
    }


def test_before_its_day_the_books_do_not_know_it(session):
    happened()

    assert queries.balances(date(2025, 5, 19)) == {}


def test_a_negative_amount_goes_the_other_way(session):
    happened(MAY, Move(Account.DEBTORS, Account.REVIEWS, Money(-500)))

    assert queries.balances(MAY)[Account.DEBTORS] == Money(-500)


def test_what_moves_nothing_leaves_no_entry(session):
    assert happened(MAY, Move(Account.DEBTORS, Account.REVIEWS, ZERO)) is None
    assert session.scalars(sa.select(LedgerEntry)).all() == []


moves = st.builds(
    Move,
    st.sampled_from(list(Account)),
    st.sampled_from(list(Account)),
    st.integers(-(10**9), 10**9).map(Money),
).filter(lambda move: move.debit is not move.credit)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 31)), moves), max_size=8))
def test_the_books_balance_on_every_day(session, made):
    for on, move in made:
        happened(on, move)

    for on, _move in made:
        assert Money.total(queries.balances(on).values()) == ZERO


@given(made=st.lists(moves))
def test_tidied_moves_are_above_zero_and_move_the_same(made):
    def weight(moved):
        sums = dict.fromkeys(Account, 0)
        for each in moved:
            sums[each.debit] += each.amount.cents
            sums[each.credit] -= each.amount.cents
        return sums

    assert all(move.amount > ZERO for move in tidy(made))
    assert weight(tidy(made)) == weight(made)


def test_every_account_stands_on_the_chart():
    assert set(CHART) == set(Account)
    assert all(sheet.rgs[0] in "BW" for sheet in CHART.values())


@pytest.mark.parametrize("table", [LedgerEntry, LedgerPosting])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_what_was_written_never_changes(session, table, verb):
    happened()
    session.flush()
    change = sa.update(table).values(id=99) if verb == "update" else sa.delete(table)

    with pytest.raises(sa.exc.DatabaseError, match="never change"), session.begin_nested():
        session.execute(change)


def test_the_database_refuses_an_amount_of_nothing(session):
    entry = happened()
    session.add(
        LedgerPosting(
            entry=entry, position=9, debit=Account.BANK, credit=Account.DEBTORS, amount=ZERO
        )
    )

    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.flush()


def test_after_closing_an_event_is_booked_in_the_first_open_month(session, board):
    happened()
    close_period(2025, 5, by=board)

    late = happened()

    assert (late.booked_on, late.happened_on) == (date(2025, 6, 1), MAY)


def test_the_database_itself_refuses_an_entry_in_a_closed_month(session, board):
    happened()
    close_period(2025, 5, by=board)
    session.flush()
    facts = {"booked_on": MAY, "happened_on": MAY, "journal": Journal.SALES, "words": "x"}
    known = {"event": "x", "subject": "x:1", "party": "", "about": ""}

    session.add(LedgerEntry(**facts, **known))
    with pytest.raises(sa.exc.DatabaseError, match="never change"), session.begin_nested():
        session.flush()


def test_months_close_in_order(session, board):
    happened(date(2025, 4, 1))
    happened()

    with pytest.raises(Refused, match="04-2025"):
        close_period(2025, 5, by=board)


def test_a_closed_month_stays_closed(session, board):
    close_period(2025, 5, by=board)

    with pytest.raises(WrongState):
        close_period(2025, 5, by=board)
    with pytest.raises(sa.exc.DatabaseError, match="never change"), session.begin_nested():
        session.execute(sa.update(LedgerPeriod).values(state="open"))


def test_december_is_followed_by_january(session, board):
    happened(date(2025, 12, 31))
    close_period(2025, 12, by=board)

    assert happened(date(2025, 12, 31)).booked_on == date(2026, 1, 1)


def test_an_account_shows_the_entries_that_touch_it(session):
    happened()
    happened(MAY, Move(Account.BANK, Account.DEBTORS, Money(1210)))

    bank = queries.entries_of(Account.BANK, MAY, MAY)

    assert [len(entry.postings) for entry in bank] == [1]
    assert len(queries.entries_of(Account.DEBTORS, MAY, MAY)) == 2
