import itertools
from datetime import date

import pytest
from sqlalchemy import exc

from lt_admin.billing.models.statements import (
    STATEMENT_STEPS,
    PaymentStatement,
    StatementItem,
    StatementKind,
    StatementLine,
    StatementSeries,
    StatementState,
)
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from tests.billing import work

STEPS = {step for _, step in STATEMENT_STEPS.table}
ISSUED, TODAY = date(2025, 4, 2), date(2025, 4, 10)


def statement(**facts):
    return PaymentStatement(state=StatementState.ISSUED, issued_on=ISSUED, **facts)


@pytest.mark.parametrize(
    ("state", "step"),
    sorted(set(itertools.product(StatementState, STEPS)) - set(STATEMENT_STEPS.table)),
)
def test_every_step_not_in_the_table_is_refused(state, step):
    with pytest.raises(WrongState):
        STATEMENT_STEPS.after(state, step)


def test_paying_notes_the_day():
    paid = statement()

    paid.pay(on=date(2025, 4, 9), today=TODAY)

    assert (paid.state, paid.paid_on) == (StatementState.PAID, date(2025, 4, 9))


@pytest.mark.parametrize("day", [date(2025, 4, 1), date(2025, 4, 11)])
def test_a_payment_before_the_statement_or_in_the_future_is_refused(day):
    waiting = statement()

    with pytest.raises(Refused):
        waiting.pay(on=day, today=TODAY)
    assert waiting.state is StatementState.ISSUED


def test_a_statement_is_paid_once():
    paid = statement()
    paid.pay(on=ISSUED, today=TODAY)

    with pytest.raises(WrongState):
        paid.pay(on=ISSUED, today=TODAY)


def test_the_number_names_the_year():
    series = StatementSeries(year=2025, last=8)

    assert series.take() == "U2025-0009"


def test_a_time_entry_stands_on_one_statement_only(session):
    entry = work.hours(work.reviewer(), work.engagement())

    session.add_all([line_with(entry, "U1"), line_with(entry, "U2")])

    with pytest.raises(exc.IntegrityError):
        session.flush()


def line_with(entry, number):
    paid = PaymentStatement(
        number=number,
        payee=work.payee(),
        year=2025,
        month=3,
        issued_on=ISSUED,
        recipient="",
        amount=ZERO,
    )
    item = StatementItem(time_entry=entry, amount=ZERO, quality_contribution=ZERO)
    return StatementLine(
        statement=paid,
        position=1,
        kind=StatementKind.REVIEW,
        reviewer=entry.reviewer,
        engagement=entry.engagement,
        minutes=60,
        rate=Money.euros(95),
        amount=ZERO,
        items=[item],
    )
