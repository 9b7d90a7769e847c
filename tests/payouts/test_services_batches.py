"""Two people, always: what one can do alone pays nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.statements import StatementState
from lt_admin.billing.services.statements import pay_statement
from lt_admin.core import audit, clock
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.payouts.models.batches import (
    BATCH_STEPS,
    LINE_STEPS,
    BatchLine,
    BatchState,
    LineState,
    PaymentBatch,
)
from lt_admin.payouts.models.bills import BillState
from lt_admin.payouts.services import batches, lines
from lt_admin.reviewers.models.payees import AccountState
from tests.factories import user_with
from tests.payouts import factories as f


@pytest.mark.parametrize("state", BatchState)
@pytest.mark.parametrize(
    "step", ["approve", "decline", "withdraw", "export", "finish", "reopen", "pay"]
)
def test_steps_of_a_batch_that_are_not_in_the_table_are_refused(state, step):
    if not BATCH_STEPS.allows(state, step):
        with pytest.raises(WrongState):
            BATCH_STEPS.after(state, step)


@pytest.mark.parametrize("state", LineState)
@pytest.mark.parametrize("step", ["pay", "refuse", "drop", "return", "release", "approve"])
def test_steps_of_a_line_that_are_not_in_the_table_are_refused(state, step):
    if not LINE_STEPS.allows(state, step):
        with pytest.raises(WrongState):
            LINE_STEPS.after(state, step)


def test_a_batch_pays_the_bill_with_its_vat_to_the_account_that_two_people_saw(two):
    found = f.payable("José & Zn.", 100, vat=Money.euros(21), iban=f.IBANS[1])

    batch = f.made(found, by=two[0])

    (line,) = batch.lines
    assert (batch.number, batch.amount, line.amount) == ("B2026-0001", *[Money.euros(121)] * 2)
    assert (line.holder, line.iban, line.end_to_end) == ("José & Zn.", f.IBANS[1], "B2026-0001-001")
    assert line.remittance == f"F-{found.number} {found.number}"


def test_who_made_it_does_not_approve_it(two):
    batch = f.made(f.payable(), by=two[0])

    for verb in (
        lambda: batches.approve(batch, seen=batch.digest, by=two[0]),
        lambda: batches.decline(batch, reason="nee", by=two[0]),
    ):
        with pytest.raises(Refused, match="iemand anders"):
            verb()
    assert batch.state is BatchState.PROPOSED


def test_the_database_itself_wants_two_people(session, two):
    batch = f.made(f.payable(), by=two[0])
    session.flush()

    with pytest.raises(Exception, match="two_people"), session.begin_nested():
        session.execute(update(PaymentBatch).values(decided_by_id=batch.made_by_id))


def test_nobody_approves_what_is_paid_for_the_own_work(two):
    found = f.payable()
    f.reviewed_by(found.payee, two[1])
    batch = f.made(found, by=two[0])

    with pytest.raises(Refused, match="eigen werk"):
        batches.approve(batch, seen=batch.digest, by=two[1])


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.REVIEWER, Role.SUPERVISOR, Role.BOARD], ids=str
)
def test_who_may_not_make_batches_makes_none(role):
    with pytest.raises(Refused):
        f.made(f.payable(), by=user_with(role))


def test_above_the_limit_the_board_approves(two, board):
    batch = f.made(f.payable(amount=10_001), by=two[0])

    with pytest.raises(Refused, match="bestuur"):
        batches.approve(batch, seen=batch.digest, by=two[1])
    batches.approve(batch, seen=batch.digest, by=board)

    assert batch.state is BatchState.APPROVED


def test_the_board_sets_the_limit_from_a_day_on(two, board):
    batches.set_limit(Money.euros(90), valid_from=clock.today(), by=board)
    batch = f.made(f.payable(amount=95), by=two[0])

    with pytest.raises(Refused, match="bestuur"):
        batches.approve(batch, seen=batch.digest, by=two[1])
    with pytest.raises(Refused):
        batches.set_limit(Money.euros(900), valid_from=clock.today(), by=board)
    with pytest.raises(Refused):
        batches.set_limit(Money.euros(900), valid_from=f.TODAY + timedelta(days=1), by=two[0])


def test_only_what_was_seen_is_approved(two):
    batch = f.made(f.payable(), by=two[0])

    with pytest.raises(WrongState):
        batches.approve(batch, seen="0" * 64, by=two[1])


@pytest.mark.parametrize(
    "facts", [{"amount": Money.euros(9500)}, {"iban": f.IBANS[2]}, {"holder": "Iemand anders"}]
)
@pytest.mark.parametrize("is_approved", [False, True])
def test_a_line_changed_in_the_database_is_not_approved_nor_exported(
    session, two, facts, is_approved
):
    f.foundation()
    batch = (
        f.approved(f.payable(), by=two[0], second=two[1])
        if is_approved
        else f.made(f.payable(), by=two[0])
    )
    session.flush()
    session.execute(update(BatchLine).values(facts))

    with pytest.raises(WrongState):
        batches.export(batch, by=two[0]) if is_approved else batches.approve(
            batch, seen=batch.digest, by=two[1]
        )


@pytest.mark.parametrize("state", [None, BillState.DIFFERS, BillState.ISSUED, BillState.OBJECTED])
def test_nothing_is_paid_without_a_bill_that_is_right(session, two, state):
    found = f.statement(payee := f.work.payee(), "U2026-0900", 95)
    f.account(payee)
    if state is not None:
        f.bill(found, state=state)

    with pytest.raises(WrongState, match="U2026-0900"):
        f.made(found, by=two[0])


def test_nothing_is_paid_to_an_account_that_waits_for_a_second_person(two):
    found = f.payable()
    f.account(found.payee, f.IBANS[1], state=AccountState.PROPOSED)

    with pytest.raises(WrongState, match="tweede"):
        f.made(found, by=two[0])


@pytest.mark.parametrize("state", [AccountState.PROPOSED, AccountState.APPROVED])
@pytest.mark.parametrize("is_approved", [False, True])
def test_another_account_holds_a_batch_up_till_the_file_is_made(two, state, is_approved):
    f.foundation()
    batch = f.made(found := f.payable(), by=two[0])
    if is_approved:
        batches.approve(batch, seen=batch.digest, by=two[1])
    f.account(found.payee, f.IBANS[1], state=state)

    with pytest.raises(WrongState, match=found.number):
        batches.export(batch, by=two[0]) if is_approved else batches.approve(
            batch, seen=batch.digest, by=two[1]
        )


def test_a_statement_is_in_one_batch_only_until_that_is_gone(two):
    found = f.payable()
    first = f.made(found, by=two[0])

    with pytest.raises(WrongState, match="B2026-0001"):
        f.made(found, by=two[1])
    batches.decline(first, reason="Te vroeg", by=two[1])
    second = f.made(found, by=two[0])
    batches.withdraw(second, reason="Nog iemand erbij", by=two[1])

    assert f.made(found, by=two[0]).number == "B2026-0003"
    assert {each.state for each in (*first.lines, *second.lines)} == {LineState.DROPPED}


def test_what_was_paid_meanwhile_is_not_approved(two):
    batch = f.made(found := f.payable(), by=two[0])
    pay_statement(found, paid_on=clock.today(), by=audit.SYSTEM)

    with pytest.raises(WrongState, match="betaald"):
        batches.approve(batch, seen=batch.digest, by=two[1])


@pytest.mark.parametrize("days", [-1, 61])
def test_a_day_that_cannot_be_is_refused(two, days):
    with pytest.raises(Refused, match="dag"):
        f.made(f.payable(), by=two[0], on=f.TODAY + timedelta(days=days))


def test_an_empty_batch_is_none(two):
    with pytest.raises(Refused):
        f.made(by=two[0])


def test_neither_does_it_alone_in_any_order(two):
    """Whatever one of the two does, however often: no file is made."""
    f.foundation()
    batch = f.made(f.payable(), by=two[0])
    deeds = [
        lambda: batches.approve(batch, seen=batch.digest, by=two[0]),
        lambda: batches.export(batch, by=two[0]),
        lambda: lines.pay_line(batch.lines[0], on=clock.today(), by=two[0]),
        lambda: lines.return_line(batch.lines[0], on=clock.today(), reason="x", by=two[0]),
    ]
    for first in deeds:
        for second in deeds:
            for deed in (first, second, first):
                with pytest.raises(Refused):
                    deed()
    assert (batch.state, batch.exported_at) == (BatchState.PROPOSED, None)


def test_a_batch_that_went_to_the_bank_is_not_withdrawn(two):
    batch = f.exported(f.payable(), by=two[0], second=two[1])

    for verb in (batches.withdraw, batches.decline):
        with pytest.raises(WrongState):
            verb(batch, reason="Toch niet", by=two[1])


def test_a_payment_that_came_back_may_be_paid_again(session, two):
    batch = f.paid(found := f.payable(), by=two[0], second=two[1])
    assert (batch.state, found.state) == (BatchState.DONE, StatementState.PAID)

    lines.return_line(batch.lines[0], on=clock.today(), reason="AC04", by=audit.SYSTEM)

    assert (found.state, found.paid_on) == (StatementState.ISSUED, None)
    again = f.paid(found, by=two[1], second=two[0])
    assert again.number == "B2026-0002"
    with pytest.raises(WrongState, match="B2026-0002"):
        lines.release_line(batch.lines[0], on=clock.today(), by=audit.SYSTEM)
    held = select(BatchLine).where(BatchLine.statement_id == found.id)
    states = [each.state for each in session.scalars(held.order_by(BatchLine.id))]
    assert states == [LineState.RETURNED, LineState.PAID]


def test_a_booking_taken_off_opens_the_batch_again(two):
    batch = f.paid(found := f.payable(), by=two[0], second=two[1])

    lines.release_line(batch.lines[0], on=clock.today(), by=audit.SYSTEM)

    assert (batch.state, found.state) == (BatchState.EXPORTED, StatementState.ISSUED)
    lines.pay_line(batch.lines[0], on=clock.today(), by=audit.SYSTEM)
    assert batch.state is BatchState.DONE
