"""Whatever two people and the bank do in whatever order: what holds of batches always holds."""

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.core import audit, clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused
from lt_admin.ledger import queries as ledger
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.batches import BatchLine, BatchState, LineState, PaymentBatch
from lt_admin.payouts.services import batches, lines
from lt_admin.payouts.services.lines import read_status
from tests.payouts import factories as f
from tests.payouts.pain_files import status

VERBS = (
    *("make", "approve", "decline", "withdraw", "export"),
    *("pay", "return", "release", "refuse"),
)
DEEDS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.integers(0, 2)), max_size=25
)


def newest():
    return db_session.scalars(select(PaymentBatch).order_by(PaymentBatch.id.desc())).first()


def line(place):
    found = db_session.scalars(select(BatchLine).order_by(BatchLine.id.desc())).all()
    return found[min(place, len(found) - 1)]


def do(verb, by, place, statements):
    """One deed of one person; refused is fine."""
    batch = newest()
    if verb == "make":
        f.made(statements[place], by=by)
    elif batch is None:
        return
    elif verb == "approve":
        batches.approve(batch, seen=batch.digest, by=by)
    elif verb in {"decline", "withdraw", "export"}:
        facts = {} if verb == "export" else {"reason": "x"}
        getattr(batches, verb)(batch, **facts, by=by)
    else:
        of_the_bank(verb, batch, place, by)


def of_the_bank(verb, batch, place, by):
    if verb == "refuse":
        read_status(status(batch.number, group="RJCT"), by=by)
        return
    facts = {"reason": "x"} if verb == "return" else {}
    deed = getattr(lines, f"{verb}_line")
    deed(line(place), on=clock.today(), by=audit.SYSTEM, **facts)


def check():
    db_session.flush()
    for batch in db_session.scalars(select(PaymentBatch)):
        is_second = batch.decided_by_id not in {None, batch.made_by_id}
        assert is_second or batch.state in {BatchState.PROPOSED, BatchState.WITHDRAWN}
        assert batch.amount == Money.total(each.amount for each in batch.lines)
        assert (batch.state is BatchState.DONE) == (bool(batch.exported_at) and not batch.waits)
    paid = select(BatchLine.statement_id).where(BatchLine.state == LineState.PAID)
    of_lines = sorted(db_session.scalars(paid))
    is_paid = select(PaymentStatement.id).where(PaymentStatement.state == StatementState.PAID)
    assert of_lines == sorted(db_session.scalars(is_paid))
    held = select(func.count()).where(BatchLine.state.in_([LineState.WAITING, LineState.PAID]))
    assert max(db_session.scalars(held.group_by(BatchLine.statement_id)), default=1) == 1
    amounts = select(BatchLine.amount).where(BatchLine.state == LineState.PAID)
    books = ledger.balances(f.TODAY).get(Account.PAYEES, ZERO)
    owed = Money.total(db_session.scalars(select(PaymentStatement.amount)))
    assert books == Money.total(db_session.scalars(amounts)) - owed


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=DEEDS)
def test_whatever_people_do_in_whatever_order(session, deeds):
    with session.begin_nested() as outer:
        f.foundation()
        two = f.people()
        statements = [f.payable(name, 10) for name in ("Ada", "Bram", "Cas")]
        for verb, who, place in deeds:
            with contextlib.suppress(Refused), session.begin_nested():
                do(verb, two[who], place, statements)
            check()
        outer.rollback()
    session.expunge_all()  # ids are given out again
