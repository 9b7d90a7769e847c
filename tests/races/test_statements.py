"""The statements of one month issued by two people at the same moment: every hour is paid once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualitySpending,
    StatementItem,
    StatementSeries,
)
from lt_admin.billing.services.statements import issue_statements, pay_statement
from lt_admin.core import clock
from lt_admin.core.db import session, transaction
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.reviewers.models.hours import TimeEntry
from tests.billing import work
from tests.factories import user_with

pytestmark = pytest.mark.race
DAY = date(2025, 4, 2)
PAYEES = ("Ada", "Bram", "Cas")
TOGETHER = 4


@pytest.fixture(autouse=True)
def _today(house):
    clock.stand_still(clock.noon(DAY))
    yield
    clock.stand_still(None)


@pytest.fixture
def treasurer_id(house):
    """Three people with two hours and a supervision session each wait for somebody who pays."""
    with house.app_context(), transaction():
        review = work.engagement("LT-2025-01")
        work.accepted_quote(review)
        for name in PAYEES:
            person = work.reviewer(name, paid_to=work.payee(name))
            work.hours(person, review)
            work.hours(person, review, step=3)
            work.supervision(person, review)
        return user_with(Role.TREASURER).id


def run(treasurer_id, *, only=None):
    with transaction():
        by = session.get(User, treasurer_id)
        return [each.number for each in issue_statements(2025, 3, only=only, by=by)]


def test_a_month_issued_at_once_is_issued_once(house, treasurer_id, all_at_once):
    answers = all_at_once(TOGETHER, lambda _: run(treasurer_id))

    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == TOGETHER - 1
    assert all("niets te betalen" in str(each) for each in refused)
    (made,) = [answer for answer in answers if isinstance(answer, list)]
    assert made == [f"U2025-000{number}" for number in (1, 2, 3)]
    with house.app_context():
        assert session.scalars(select(StatementSeries.last)).one() == len(PAYEES)


def test_every_hour_is_on_one_statement_and_every_payee_hears_once(
    house, treasurer_id, all_at_once
):
    all_at_once(2, lambda _: run(treasurer_id))

    with house.app_context():
        items = session.execute(select(StatementItem.time_entry_id, StatementItem.session_id)).all()
        assert len(set(items)) == len(items) == 3 * len(PAYEES)
        assert session.scalar(select(func.count(QueuedMail.id))) == len(PAYEES)
        assert session.scalar(select(func.count(QualitySpending.id))) == len(PAYEES)
        assert (
            session.scalars(select(TimeEntry.id).where(TimeEntry.locked_at.is_(None))).all() == []
        )


def test_one_alone_and_all_at_once_pay_nobody_twice(house, treasurer_id, all_at_once):
    with house.app_context():
        first = session.scalars(select(work.Payee.id).order_by(work.Payee.id)).first()

    answers = all_at_once(2, lambda number: run(treasurer_id, only=(first, None)[number]))

    assert all(isinstance(answer, list | Refused) for answer in answers), answers
    with house.app_context():
        paid = session.scalars(select(PaymentStatement.payee_id)).all()
        assert len(set(paid)) == len(paid) == len(PAYEES)


def test_a_statement_paid_at_once_is_paid_once(house, treasurer_id, all_at_once):
    with house.app_context():
        run(treasurer_id)

    def pay(_number):
        with transaction():
            by = session.get(User, treasurer_id)
            pay_statement(session.get(PaymentStatement, 1), paid_on=DAY, by=by)

    answers = all_at_once(2, pay)

    assert sorted(answer is None for answer in answers) == [False, True]
    assert any(isinstance(answer, WrongState | StaleDataError) for answer in answers)
