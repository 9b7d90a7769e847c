from datetime import date

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.quality_account import QualityBudget
from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.queries import quality_account as queries
from lt_admin.billing.queries.spending import find_spending
from lt_admin.billing.rules.quality_account import together
from lt_admin.billing.services.quality_account import divide_contributions, set_budget
from lt_admin.billing.services.spending import approve_spending, correct_spending, record_spending
from lt_admin.billing.services.statements import issue_statements
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger.models import LedgerEntry
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import Account
from tests.billing import work
from tests.factories import user_with

C = QualityCategory
TODAY = date(2026, 3, 4)
HALVES = {C.SUPERVISION: 500, C.OUTREACH: 500}


@pytest.fixture(autouse=True)
def _in_spring(session):
    with clock.at(clock.noon(TODAY)):
        yield


def spent(by, amount="100.00", category=C.OUTREACH):
    day = date(2026, 2, 3)
    facts = {"category": category, "spent_on": day, "description": "Zaal", "receipt": "17"}
    made = record_spending(amount=Money.euros(amount), by=by, **facts)
    work.session.flush()
    return find_spending(made.id)


def approved(spending, by):
    approve_spending(spending, expecting=spending.standing, by=by)
    work.session.flush()


def paid_hour(by, worked_on):
    review = work.engagement()
    work.accepted_quote(review)
    work.hours(work.reviewer(paid_to=work.payee()), review, day=worked_on)
    issue_statements(worked_on.year, worked_on.month, by=by)
    work.session.flush()


def books():
    return balances(date(2026, 12, 31))


def test_nothing_stands_in_the_books_before_a_second_person_agrees(session, treasurer, board):
    spending = spent(treasurer)
    assert (spending.is_waiting, books()) == (True, {})

    approved(spending, board)

    hundred = Money.euros(100)
    expected = {Account.OUTREACH: hundred, Account.CREDITORS: -hundred}
    funds = {Account.FUND_OUTREACH: hundred, Account.FROM_FUNDS: -hundred}
    assert books() == expected | funds
    assert session.scalars(select(LedgerEntry.booked_on)).one() == date(2026, 2, 3)
    assert "spending:approved" in session.scalars(select(AuditEntry.event)).all()


def test_who_wrote_it_down_does_not_approve_it(treasurer):
    spending = spent(treasurer)

    with pytest.raises(Refused):
        approved(spending, treasurer)

    assert spending.is_waiting


def test_who_wrote_down_a_correction_does_not_approve_the_two(treasurer, board):
    spending = spent(treasurer)
    other = user_with(Role.TREASURER)
    correct_spending(spending, amount=Money.euros(60), by=other)

    with pytest.raises(Refused):
        approved(spending, other)

    approved(spending, board)
    assert books()[Account.OUTREACH] == Money.euros(60)


def test_it_is_approved_once(treasurer, board):
    spending = spent(treasurer)
    approved(spending, board)

    with pytest.raises(WrongState):
        approved(spending, user_with(Role.TREASURER))


def test_an_amount_that_was_corrected_meanwhile_is_not_approved(treasurer, board):
    spending = spent(treasurer)
    seen = spending.standing
    correct_spending(spending, amount=Money.euros(60), by=treasurer)

    with pytest.raises(WrongState):
        approve_spending(spending, expecting=seen, by=board)


def test_a_correction_waits_for_a_second_person_as_well(treasurer, board):
    spending = spent(treasurer)
    approved(spending, board)
    correction = correct_spending(spending, amount=Money.euros(60), by=treasurer)
    work.session.flush()
    assert books()[Account.OUTREACH] == Money.euros(100)
    with pytest.raises(Refused):
        approve_spending(correction, expecting=correction.standing, by=board)

    approved(spending, board)

    assert books()[Account.OUTREACH] == Money.euros(60)


def test_the_newest_budget_of_a_year_counts_and_the_earlier_stays(session, board):
    set_budget(2026, {C.OUTREACH: Money.euros(500), C.COORDINATION: ZERO}, by=board)
    set_budget(2026, {C.OUTREACH: Money.euros(700), C.COORDINATION: ZERO}, by=board)
    session.flush()

    assert queries.budgets(2026) == {C.OUTREACH: Money.euros(700), C.COORDINATION: ZERO}
    assert session.scalar(select(func.count()).select_from(QualityBudget)) == 3
    assert queries.budgets(2027) == {}


@pytest.mark.parametrize(("year", "cents"), [(2025, 1), (2029, 1), (2026, -1)])
def test_a_budget_is_of_a_year_to_come_and_not_below_zero(board, year, cents):
    with pytest.raises(Refused):
        set_budget(year, {C.OUTREACH: Money(cents)}, by=board)


def test_a_budget_that_changes_nothing_is_refused(session, board):
    set_budget(2026, {C.OUTREACH: ZERO}, by=board)
    session.flush()

    with pytest.raises(Refused):
        set_budget(2026, {C.OUTREACH: ZERO}, by=board)


def test_contributions_are_divided_by_the_day_of_the_work(session, treasurer, board):
    divide_contributions(HALVES, valid_from=date(2026, 2, 10), by=board)
    session.flush()
    paid_hour(treasurer, date(2026, 2, 9))
    first = queries.contributed_by_year()[2026]
    paid_hour(treasurer, date(2026, 2, 10))

    both = queries.contributed_by_year()[2026]

    whole = Money.total(first.values())
    assert first[C.SUPERVISION].cents * 1000 == whole.cents * 100
    later = {name: both[name] - first[name] for name in C}
    assert (later[C.SUPERVISION], later[C.COORDINATION]) == (
        whole.part(1) - later[C.OUTREACH],
        ZERO,
    )


@pytest.mark.parametrize("day", [date(2026, 2, 9), date(2025, 1, 1)])
def test_a_division_does_not_touch_hours_that_were_paid(session, treasurer, board, day):
    paid_hour(treasurer, date(2026, 2, 9))

    with pytest.raises(Refused):
        divide_contributions(HALVES, valid_from=day, by=board)


def test_a_division_that_is_not_the_whole_is_refused(board):
    with pytest.raises(Refused):
        divide_contributions({C.OUTREACH: 900}, valid_from=TODAY, by=board)


def test_a_fund_brings_along_what_the_year_before_left(session, treasurer, board):
    record_spending(
        category=C.OUTREACH,
        spent_on=date(2025, 5, 1),
        amount=Money.euros(40),
        description="Drukwerk",
        by=treasurer,
    )
    spent(treasurer)
    set_budget(2026, {C.OUTREACH: Money.euros(120)}, by=board)
    session.flush()

    fund = next(each for each in queries.funds(2026) if each.category == C.OUTREACH)

    assert (fund.brought, fund.spent, fund.waiting) == tuple(map(Money.euros, (-40, 100, 100)))
    assert (fund.holds, fund.left) == (Money.euros(-140), Money.euros(20))
    assert together(queries.funds(2026)).holds == Money.euros(-140)
    assert [each.left for each in queries.funds(2025)] == [None] * 5


def test_supervision_that_a_running_review_still_asks_for_is_committed(session, treasurer):
    work.reviewer(rate=95)
    work.engagement()

    fund = queries.funds(2026)[0]

    assert fund.committed == Money.euros("427.50")  # three sessions of an hour and a half
    assert queries.funds(2025)[0].committed == ZERO
