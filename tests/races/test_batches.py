"""Payment batches by several people at the same moment: nothing is paid twice, nobody alone."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import audit, clock
from lt_admin.core.db import session, transaction
from lt_admin.core.steps import Refused
from lt_admin.payouts.models.batches import BatchLine, BatchSeries, BatchState, PaymentBatch
from lt_admin.payouts.queries.batches import content_of
from lt_admin.payouts.services import batches, lines
from tests.payouts import factories as f

pytestmark = pytest.mark.race
TOGETHER = 4


@pytest.fixture(autouse=True)
def _today(house):
    clock.stand_still(clock.noon(f.TODAY))
    yield
    clock.stand_still(None)


@pytest.fixture
def two(house):
    """Two who make batches, and three statements that may be paid."""
    with house.app_context(), transaction():
        f.foundation()
        for number, name in enumerate(("Ada", "Bram", "Cas")):
            f.payable(name, 100, iban=f.IBANS[number])
        return [each.id for each in f.people()]


def make(by, wanted=(1, 2, 3)):
    with transaction():
        statements = [session.get_one(PaymentStatement, each) for each in wanted]
        return f.made(*statements, by=session.get_one(User, by)).number


def step(verb, by, **facts):
    """One verb on the first batch, in a transaction of its own."""
    with transaction():
        batch = session.scalars(select(PaymentBatch)).first()
        if verb == "approve":
            facts = {"seen": batch.digest}
        done = getattr(batches, verb)(batch, **facts, by=session.get_one(User, by))
        return done or "done"


def done(answers):
    bad = [each for each in answers if not isinstance(each, str | bytes | Refused | StaleDataError)]
    assert bad == []
    return [each for each in answers if isinstance(each, str | bytes)]


def test_the_same_statements_are_in_one_batch(house, two, all_at_once):
    answers = all_at_once(TOGETHER, lambda number: make(two[number % 2]))

    assert done(answers) == ["B2026-0001"]
    with house.app_context():
        assert session.scalar(select(func.count(BatchLine.id))) == 3
        assert session.scalars(select(BatchSeries.last)).one() == 1


def test_batches_that_share_one_statement_are_not_both_made(house, two, all_at_once):
    answers = all_at_once(2, lambda number: make(two[number], ((1, 2), (2, 3))[number]))

    assert len(done(answers)) == 1


def test_the_database_keeps_a_statement_in_one_batch(house, two):
    with house.app_context():
        make(two[0])
        line = session.scalars(select(BatchLine)).first()
        facts = {n: getattr(line, n) for n in ("batch_id", "payee_id", "statement_id", "amount")}
        facts |= {"holder": "x", "iban": "x", "remittance": "x", "end_to_end": "x"}
        session.add(BatchLine(position=9, **facts))
        with pytest.raises(IntegrityError):
            session.flush()


def test_approved_and_withdrawn_at_once_goes_one_way(house, two, all_at_once):
    with house.app_context():
        make(two[0])
    deeds = (("approve", two[1], {}), ("withdraw", two[0], {"reason": "Toch niet"}))

    answers = all_at_once(2, lambda number: step(*deeds[number][:2], **deeds[number][2]))

    assert done(answers)
    with house.app_context():
        batch = session.scalars(select(PaymentBatch)).one()
        gone = batch.state is BatchState.WITHDRAWN
        assert gone or (batch.state is BatchState.APPROVED and len(done(answers)) == 1)


def test_exported_and_withdrawn_at_once_goes_one_way(house, two, all_at_once):
    with house.app_context():
        make(two[0])
        step("approve", two[1])
    deeds = (("export", {}), ("withdraw", {"reason": "Toch niet"}))

    answers = all_at_once(2, lambda n: step(deeds[n][0], two[0], **deeds[n][1]))

    assert len(done(answers)) == 1
    with house.app_context():
        batch = session.scalars(select(PaymentBatch)).one()
        assert (batch.exported_at is None) == (batch.state is BatchState.WITHDRAWN)


def test_exported_at_once_it_is_one_file(house, two, all_at_once):
    with house.app_context():
        make(two[0])
        step("approve", two[1])

    answers = all_at_once(TOGETHER, lambda number: step("export", two[number % 2]))

    assert len(set(done(answers))) == 1
    with house.app_context():
        assert done(answers)[0] == content_of(session.scalars(select(PaymentBatch)).one())
        made = select(func.count()).where(audit.AuditEntry.event == "batch:exported")
        assert session.scalar(made) == 1


def test_a_line_paid_at_once_is_paid_once(house, two, all_at_once):
    with house.app_context():
        make(two[0])
        step("approve", two[1])
        step("export", two[0])

    def pay(_number):
        with transaction():
            lines.pay_line(session.get_one(BatchLine, 1), on=f.TODAY, by=audit.SYSTEM)
            return "paid"

    assert done(all_at_once(TOGETHER, pay)) == ["paid"]
    with house.app_context():
        paid = select(func.count()).where(audit.AuditEntry.event == "statement:paid")
        assert session.scalar(paid) == 1
