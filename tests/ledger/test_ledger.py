"""The books balance by their shape, never change, and close by the month."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.core import clock
from lt_admin.core.db import session as db
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import speaking
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger import queries
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPeriod, LedgerPosting
from lt_admin.ledger.rules import CHART, Account, Move, OpeningRow, opening_moves, tidy
from lt_admin.ledger.services import Occasion, close_period, open_books, post, post_many

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


def test_a_month_that_is_not_over_stays_open(session, board):
    with clock.at(clock.noon(date(2025, 5, 31))), pytest.raises(Refused, match="nog niet voorbij"):
        close_period(2025, 5, by=board)


def many(*days):
    ours = the_foundation()
    return [
        (Occasion("invoice:issued", ours, day, Journal.SALES, f"Invoice {n}"), [SALE, TAX])
        for n, day in enumerate(days)
    ]


def as_told():
    wanted = sa.select(LedgerEntry).order_by(LedgerEntry.id)
    return [
        (each.booked_on, each.happened_on, each.subject, each.words, len(each.postings))
        for each in db.scalars(wanted)
    ]


def test_many_at_once_are_written_as_one_by_one(session, board):
    days = [MAY, date(2025, 6, 3), date(2025, 5, 2)]
    close_period(2025, 5, by=board)
    with session.begin_nested() as point:
        for occasion, moves in many(*days):
            post(occasion, moves, by=board)
        session.flush()
        one_by_one = [each[0:] for each in as_told()]
        point.rollback()

    post_many(many(*days), by=board)

    assert as_told() == one_by_one


def test_many_cost_as_few_statements_as_some(session, statements):
    post_many(many(*[MAY] * 3), by="system")
    some = len(statements)
    statements.clear()

    post_many(many(*[MAY] * 200), by="system")

    assert len(statements) <= some


def test_what_moves_nothing_is_left_out_of_many(session):
    nothing = [(occasion, [Move(SALE.debit, SALE.credit, ZERO)]) for occasion, _ in many(MAY)]

    assert post_many(nothing, by="system") == []


A = Account
OPENING = [
    OpeningRow(A.BANK, debit=Money(70_000)),
    OpeningRow(A.DEBTORS, debit=Money(30_000)),
    OpeningRow(A.RESERVE, credit=Money(60_000)),
    OpeningRow(A.FUND_SUPERVISION, credit=Money(40_000)),
]


def test_the_books_open_with_the_balances_that_there_were(session, board):
    entry = open_books(OPENING, on=MAY, by=board)

    assert (entry.words, entry.journal) == ("Openingsbalans", Journal.OPENING)
    assert queries.balances(MAY) == {row.account: row.debit - row.credit for row in OPENING}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (OPENING[:3], "not the same"),
        ([*OPENING, OPENING[0]], "once"),
        ([OpeningRow(A.BANK, Money(5)), OpeningRow(A.REVIEWS, ZERO, Money(5))], "8000"),
        ([OpeningRow(A.BANK, Money(5), Money(5))], "one side"),
        ([OpeningRow(A.BANK, Money(-5)), OpeningRow(A.RESERVE, ZERO, Money(-5))], "above zero"),
        ([], "no amount"),
    ],
)
def test_what_is_no_opening_balance_is_refused(session, board, rows, why):
    with speaking("en"), pytest.raises(Refused, match=why):
        open_books(rows, on=MAY, by=board)
    assert queries.balances(MAY) == {}


def test_the_books_open_once_and_not_in_a_closed_or_coming_month(session, board):
    with pytest.raises(Refused):
        open_books(OPENING, on=clock.today() + timedelta(days=1), by=board)
    close_period(2025, 5, by=board)
    with pytest.raises(Refused):
        open_books(OPENING, on=MAY, by=board)
    open_books(OPENING, on=date(2025, 6, 1), by=board)
    with pytest.raises(Refused):
        open_books(OPENING, on=date(2025, 6, 1), by=board)


sides = st.lists(st.integers(1, 10**6), min_size=1, max_size=6)


@given(debits=sides, parts=st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_any_balanced_opening_gives_each_account_its_balance(debits, parts):
    accounts = [account for account in Account if CHART[account].is_balance]
    credits_ = Money(sum(debits)).split([Fraction(part) for part in parts])
    rows = [OpeningRow(accounts[n], debit=Money(cents)) for n, cents in enumerate(debits)]
    rows += [OpeningRow(accounts[-1 - n], credit=money) for n, money in enumerate(credits_)]
    found = dict.fromkeys(accounts, ZERO)
    for move in opening_moves(rows):
        assert move.amount > ZERO
        found[move.debit] += move.amount
        found[move.credit] -= move.amount

    assert found == dict.fromkeys(accounts, ZERO) | {r.account: r.debit - r.credit for r in rows}
