"""Payment batches: one of them, what may be in a new one, and what holds an old one up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.payouts.models.batches import (
    BatchLimit,
    BatchLine,
    BatchState,
    LineState,
    PaymentBatch,
    StatusFile,
)
from lt_admin.payouts.models.bills import Bill
from lt_admin.payouts.queries.bills import payable
from lt_admin.reviewers.models.payees import PayeeAccount
from lt_admin.reviewers.models.people import PayeePeriod, Reviewer
from lt_admin.reviewers.queries.payees import accounts_of

HOLDING = (LineState.WAITING, LineState.PAID)
_LINES = selectinload(PaymentBatch.lines)
_WHOLE = (
    _LINES.joinedload(BatchLine.statement),
    _LINES.joinedload(BatchLine.bill),
    _LINES.joinedload(BatchLine.payee),
)


@dataclass(frozen=True)
class Candidate:
    """A statement that is to be paid, with all that paying it needs; `hurdle` says what lacks."""

    statement: PaymentStatement
    bill: Bill | None
    account: PayeeAccount | None
    held_by: str = ""

    @property
    def amount(self) -> Money:
        """What is paid: the bill with its VAT."""
        return self.statement.amount if self.bill is None else self.bill.gross

    @property
    def remittance(self) -> str:
        """What the payee reads: the number of the invoice, and of our statement."""
        number = self.statement.number
        return number if self.bill is None else f"{self.bill.number} {number}"[:140]

    @property
    def hurdle(self) -> str:
        """Why it cannot be paid now, in words; empty when it can."""
        if self.statement.state is not StatementState.ISSUED:
            return _("is paid already")
        if self.held_by:
            return _("is in batch %(number)s", number=self.held_by)
        if self.bill is None:
            return _("waits for an invoice that is right")
        if self.account is None:
            return _("the account number waits for a second person")
        return _("there is nothing to pay") if self.amount <= ZERO else ""


def find_batch(batch_id: int) -> PaymentBatch | None:
    """The batch with this id, with its lines and people."""
    people = (joinedload(PaymentBatch.made_by), joinedload(PaymentBatch.decided_by))
    return session.get(PaymentBatch, batch_id, options=[*_WHOLE, *people])


def batch_called(number: str) -> PaymentBatch | None:
    """The batch with this number, or whose file has this message id."""
    named = (PaymentBatch.number == number) | (PaymentBatch.message == number)
    return session.scalars(select(PaymentBatch).where(named).options(*_WHOLE)).one_or_none()


def locked(batch: PaymentBatch) -> PaymentBatch:
    """The batch as it stands in the database now; nobody else changes it until we commit."""
    wanted = select(PaymentBatch).where(PaymentBatch.id == batch.id).with_for_update()
    fresh = wanted.options(*_WHOLE).execution_options(populate_existing=True)
    return session.scalars(fresh).one()


def lock_statements(ids: Collection[int]) -> None:
    """Nobody pays these or puts them in a batch until we commit; each is read afresh."""
    wanted = select(PaymentStatement).where(PaymentStatement.id.in_(sorted(ids)))
    wanted = wanted.order_by(PaymentStatement.id).with_for_update()
    session.scalars(wanted.execution_options(populate_existing=True)).all()


def candidates(ids: Collection[int] | None = None) -> list[Candidate]:
    """These statements, or all that are to be paid, by number; a fixed number of statements."""
    wanted = select(PaymentStatement).options(joinedload(PaymentStatement.payee))
    if ids is None:
        wanted = wanted.where(PaymentStatement.state == StatementState.ISSUED)
    else:
        wanted = wanted.where(PaymentStatement.id.in_(sorted(ids)))
    found = session.scalars(wanted.order_by(PaymentStatement.number)).all()
    keys = [each.id for each in found]
    bills, held = payable(keys), _held(keys)
    accounts = accounts_of({each.payee_id for each in found})
    return [
        Candidate(each, bills.get(each.id), accounts.get(each.payee_id), held.get(each.id, ""))
        for each in found
    ]


def _held(ids: Sequence[int]) -> Mapping[int, str]:
    """By statement, the number of the batch that pays it."""
    wanted = select(BatchLine.statement_id, PaymentBatch.number).join(BatchLine.batch)
    wanted = wanted.where(BatchLine.statement_id.in_(ids), BatchLine.state.in_(HOLDING))
    return {row[0]: row[1] for row in session.execute(wanted)}


def hurdles(batch: PaymentBatch) -> list[tuple[BatchLine, str]]:
    """The lines that may not be paid as they stand, and why; a fixed number of statements."""
    bills = payable([each.statement_id for each in batch.lines])
    accounts = accounts_of({each.payee_id for each in batch.lines})
    told = (
        (each, _hurdle(each, bills.get(each.statement_id), accounts.get(each.payee_id)))
        for each in batch.lines
    )
    return [(line, words) for line, words in told if words]


def _hurdle(line: BatchLine, bill: Bill | None, account: PayeeAccount | None) -> str:
    if line.statement.state is not StatementState.ISSUED:
        return _("is paid already")
    if bill is None or bill.id != line.bill_id or bill.gross != line.amount:
        return _("the invoice is not right any more")
    if account is None:
        return _("the account number waits for a second person")
    if (plain_iban(account.iban), account.holder) != (line.iban, line.holder):
        return _("the account number changed after the batch was made")
    return ""


def plain_iban(iban: str) -> str:
    """Without spaces, in capitals."""
    return "".join(iban.split()).upper()


def limit_on(day: date) -> Money | None:
    """Up to what amount the treasurer approves on `day`; None when it is always the board."""
    wanted = select(BatchLimit.amount).where(BatchLimit.valid_from <= day)
    return session.scalars(wanted.order_by(BatchLimit.valid_from.desc()).limit(1)).first()


def limits() -> Sequence[BatchLimit]:
    """Every limit there was and will be, the newest first."""
    return session.scalars(select(BatchLimit).order_by(BatchLimit.valid_from.desc())).all()


def pays(batch: PaymentBatch, user: User) -> bool:
    """Whether somebody's own work is or was ever paid to one of its payees."""
    payees = {each.payee_id for each in batch.lines}
    own = exists().where(
        PayeePeriod.reviewer_id == Reviewer.id,
        PayeePeriod.payee_id.in_(sorted(payees)),
        Reviewer.user_id == user.id,
    )
    return bool(session.scalar(select(own)))


def earlier_lines(batch: PaymentBatch) -> dict[int, BatchLine]:
    """By statement, the last line in another batch that the bank refused or gave back."""
    keys = [each.statement_id for each in batch.lines]
    wanted = (
        select(BatchLine)
        .where(BatchLine.statement_id.in_(keys), BatchLine.batch_id != batch.id)
        .where(BatchLine.state.in_([LineState.REFUSED, LineState.RETURNED]))
        .order_by(BatchLine.id)
    )
    return {each.statement_id: each for each in session.scalars(wanted)}


def content_of(batch: PaymentBatch) -> bytes:
    """The file that goes to the bank, byte for byte."""
    wanted = select(PaymentBatch.content).where(PaymentBatch.id == batch.id)
    return session.scalars(wanted).one() or b""


def status_by_hash(sha256: str) -> StatusFile | None:
    """The status file with this content, if it was read before."""
    return session.scalars(select(StatusFile).where(StatusFile.sha256 == sha256)).one_or_none()


def statuses_of(batch: PaymentBatch) -> Sequence[StatusFile]:
    """What the bank said of the file of a batch, the newest first."""
    wanted = select(StatusFile).where(StatusFile.batch_id == batch.id)
    return session.scalars(wanted.order_by(StatusFile.id.desc())).all()


def open_batches() -> Sequence[PaymentBatch]:
    """Those that wait for a second person, for the bank or for its statement, the oldest first."""
    states = (BatchState.PROPOSED, BatchState.APPROVED, BatchState.EXPORTED)
    wanted = select(PaymentBatch).where(PaymentBatch.state.in_(states))
    return session.scalars(wanted.options(*_WHOLE).order_by(PaymentBatch.id)).all()
