"""What became of the payments of a batch: paid, refused by the bank, or back again."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.billing.services.statements import pay_statement, reopen_statement
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.payouts.models.batches import (
    BatchLine,
    BatchState,
    LineState,
    PaymentBatch,
    StatusFile,
)
from lt_admin.payouts.queries import batches as queries
from lt_admin.payouts.rules import pain002
from lt_admin.payouts.services import postings

GONE = (BatchState.EXPORTED, BatchState.DONE)


def pay_line(line: BatchLine, *, on: date, by: Model | str) -> None:
    """The bank took the amount off our account; its statement is paid.

    WrongState for a batch that did not go to the bank, and for a line that waits no more.
    """
    batch = _gone(line)
    line.step("pay")
    line.paid_on = on
    pay_statement(line.statement, paid_on=on, by=by)
    postings.line_paid(line, "batch:line_paid", on=on, by=by)
    batch.settle()
    _record("batch:line_paid", line, by, on=on)


def return_line(line: BatchLine, *, on: date, reason: str, by: Model | str) -> None:
    """The money came back: its statement is to be paid again, in another batch."""
    batch = _gone(line)
    line.step("return", reason)
    reopen_statement(line.statement, by=by)
    postings.line_unpaid(line, "batch:line_returned", on=on, by=by)
    batch.settle()
    _record("batch:line_returned", line, by, on=on)


def release_line(line: BatchLine, *, on: date, by: Model | str) -> None:
    """The bank amount was not of this line: it waits again, or (a return) counts as paid again.

    Refused when a returned payment is in another batch meanwhile.
    """
    batch = _gone(line)
    came_back = line.state is LineState.RETURNED
    if came_back:
        _check_not_held(line)
    line.step("release")
    if came_back:
        pay_statement(line.statement, paid_on=line.paid_on or on, by=by)
        postings.line_paid(line, "batch:line_released", on=on, by=by)
    else:
        line.paid_on = None
        reopen_statement(line.statement, by=by)
        postings.line_unpaid(line, "batch:line_released", on=on, by=by)
    batch.settle()
    _record("batch:line_released", line, by)


def _gone(line: BatchLine) -> PaymentBatch:
    """The batch of a line, locked, and the line as it stands; only of one at the bank."""
    batch = queries.locked(line.batch)
    if batch.state not in GONE:
        raise WrongState(_("This batch did not go to the bank."))
    return batch


def _check_not_held(line: BatchLine) -> None:
    queries.lock_statements([line.statement_id])
    (found,) = queries.candidates([line.statement_id])
    if found.held_by:
        number, batch = line.statement.number, found.held_by
        raise WrongState(_("%(number)s is in batch %(batch)s by now.", number=number, batch=batch))


def _record(event: str, line: BatchLine, by: Model | str, **facts: Any) -> None:
    said: dict[str, Any] = {"number": line.end_to_end, "cents": line.amount.cents} | facts
    audit.record(event, line.batch, by=by, **said)


def read_status(content: bytes, *, by: User) -> PaymentBatch:
    """Read a pain.002 of the bank: what it refuses is to be paid again, in another batch.

    The same file a second time changes nothing. Raises Refused when it is none, or about a file
    that is not ours, or of other payments.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    report = pain002.read(content)
    found = queries.batch_called(report.message)
    if found is None or found.exported_at is None:
        raise Refused(_("This file is about %(name)s, which is none of ours.", name=report.message))
    batch = queries.locked(found)
    if queries.status_by_hash(sha256) is not None:
        return batch
    _check_same(batch, report)
    facts = {"batch_id": batch.id, "content": content, "status": report.status}
    session.add(StatusFile(sha256=sha256, read_by_id=by.id, **facts))
    audit.record("batch:status_read", batch, by=by, status=report.status, sha256=sha256)
    _refuse(batch, report, by)
    return batch


def _check_same(batch: PaymentBatch, report: pain002.Report) -> None:
    """What the bank counted is what we sent."""
    names = {each.end_to_end for each in batch.lines}
    same = report.count in {None, len(batch.lines)}
    same = same and report.total in {None, Decimal(batch.amount.cents) / 100}
    if not same or not {each.end_to_end for each in report.answers} <= names:
        raise Refused(_("The bank counts other payments than batch %(n)s has.", n=batch.number))


def _refuse(batch: PaymentBatch, report: pain002.Report, by: User) -> None:
    refused = {
        each.end_to_end: each.reason for each in report.answers if each.status == pain002.REJECTED
    }
    for line in batch.lines:
        if line.state is LineState.WAITING and (report.is_rejected or line.end_to_end in refused):
            line.step("refuse", refused.get(line.end_to_end) or report.reason or report.status)
            _record("batch:line_refused", line, by)
    batch.settle()
