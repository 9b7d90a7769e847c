"""Payments of ours that a bank amount may be."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from lt_admin.bank.rules.suggesting import Ours
from lt_admin.core.db import session
from lt_admin.core.money import Money
from lt_admin.payouts.models.batches import BatchLine, BatchState, LineState, PaymentBatch

_AT_BANK = (BatchState.EXPORTED, BatchState.DONE)


def ours_of(cents: Collection[int]) -> list[Ours]:
    """Lines and whole batches of these amounts that went to the bank; two statements."""
    amounts = [Money(each) for each in sorted(cents)]
    return [*_lines(amounts), *_batches(amounts)]


def _lines(amounts: Collection[Money]) -> list[Ours]:
    wanted = (
        select(BatchLine)
        .join(BatchLine.batch)
        .where(PaymentBatch.state.in_(_AT_BANK), BatchLine.amount.in_(amounts))
        .where(BatchLine.state.in_([LineState.WAITING, LineState.PAID]))
        .order_by(BatchLine.id)
    )
    return [_ours(each) for each in session.scalars(wanted)]


def _ours(line: BatchLine) -> Ours:
    return Ours(
        line.id,
        line.amount,
        f"{line.end_to_end}, {line.holder}",
        line.end_to_end,
        line.iban,
        is_paid=line.state is LineState.PAID,
    )


def lines_called(names: Collection[str]) -> list[Ours]:
    """The payments with these EndToEndIds that wait at the bank."""
    wanted = (
        select(BatchLine)
        .join(BatchLine.batch)
        .where(PaymentBatch.state == BatchState.EXPORTED, BatchLine.end_to_end.in_(names))
        .where(BatchLine.state == LineState.WAITING)
    )
    return [_ours(each) for each in session.scalars(wanted)]


def _batches(amounts: Collection[Money]) -> list[Ours]:
    """Those with more than one payment that waits."""
    waits = func.sum(BatchLine.amount)
    wanted = (
        select(PaymentBatch.id, waits, PaymentBatch.number)
        .join(BatchLine.batch)
        .where(PaymentBatch.state == BatchState.EXPORTED, BatchLine.state == LineState.WAITING)
        .group_by(PaymentBatch.id, PaymentBatch.number)
        .having(waits.in_(amounts), func.count(BatchLine.id) > 1)
    )
    return [Ours(*row) for row in session.execute(wanted)]
