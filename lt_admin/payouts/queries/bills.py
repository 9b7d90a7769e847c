"""Reading payees' invoices: what is payable, what differs, and what stands beside a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.billing.models.statements import PaymentStatement, StatementLine
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.payouts.models.batches import BatchLine, LineState
from lt_admin.payouts.models.bills import PAYABLE, Bill, BillKind, BillState
from lt_admin.payouts.queries.terms import asked_of
from lt_admin.payouts.rules.bills import Difference, Point, Told, differences
from lt_admin.payouts.rules.reading import PDF, XML, read
from lt_admin.reviewers.models.people import Reviewer

POINTS = {
    Point.STATEMENT: _l("Number of the statement"),
    Point.NET: _l("Without VAT"),
    Point.VAT: _l("VAT"),
    Point.PAYABLE: _l("To be paid"),
    Point.CURRENCY: _l("Currency"),
    Point.KVK: _l("KvK number"),
    Point.VAT_ID: _l("Btw-id"),
    Point.IBAN: _l("IBAN"),
}
OVER = (BillState.REJECTED, BillState.CREDITED)


def payable(statement_ids: Iterable[int]) -> dict[int, Bill]:
    """For each of these statements the invoice that may be paid, where there is one."""
    wanted = select(Bill).where(
        Bill.statement_id.in_(list(statement_ids)),
        Bill.state.in_(PAYABLE),
        Bill.kind != BillKind.SELF_BILLED_CREDIT,
    )
    return {bill.statement_id: bill for bill in session.scalars(wanted)}


def _live() -> Select[Bill]:
    return select(Bill).where(Bill.state.not_in(OVER), Bill.kind != BillKind.SELF_BILLED_CREDIT)


def live_bill(statement: PaymentStatement) -> Bill | None:
    """The invoice of a statement that stands, in whatever state; there is one at most."""
    return session.scalars(_live().where(Bill.statement_id == statement.id)).one_or_none()


def bills_of(statement: PaymentStatement) -> Sequence[Bill]:
    """Every invoice there ever was for a statement, the newest first."""
    wanted = select(Bill).where(Bill.statement_id == statement.id)
    return session.scalars(wanted.order_by(Bill.id.desc())).all()


def find_bill(bill_id: int) -> Bill | None:
    """An invoice with its payee and statement."""
    wanted = select(Bill).where(Bill.id == bill_id)
    loaded = (joinedload(Bill.payee), joinedload(Bill.statement), joinedload(Bill.refers_to))
    return session.scalars(wanted.options(*loaded)).one_or_none()


def file_of(bill: Bill) -> bytes:
    """The file that came in, byte for byte."""
    wanted = select(Bill).where(Bill.id == bill.id).options(undefer(Bill.content))
    found = session.scalars(wanted.execution_options(populate_existing=True)).one()
    return found.content or b""


def file_named(bill: Bill, what: str) -> tuple[bytes, str]:
    """One of its files with what it is: `file` that came in, `paper` or `ubl` that we wrote."""
    if what == "file":
        return file_of(bill), bill.content_type
    return (bill.pdf or b"", PDF) if what == "paper" else (bill.ubl or b"", XML)


def credit_of(bill: Bill) -> Bill | None:
    """The credit invoice that takes this one back."""
    return session.scalars(select(Bill).where(Bill.refers_to_id == bill.id)).one_or_none()


def is_known(payee_id: int, number: str) -> bool:
    """Whether an invoice of this payee with this number stands already."""
    same = (Bill.payee_id == payee_id, Bill.number == number, Bill.state != BillState.REJECTED)
    return bool(session.scalar(select(exists().where(*same))))


def is_in_batch(statement: PaymentStatement) -> bool:
    """Whether a payment of this statement waits or was done."""
    holds = BatchLine.state.in_((LineState.WAITING, LineState.PAID))
    return bool(
        session.scalar(select(exists().where(BatchLine.statement_id == statement.id, holds)))
    )


def told_by(bill: Bill) -> Told:
    """What an invoice says: a file is read again, of a paper we know what was typed."""
    if bill.content_type == XML:
        return read(file_of(bill))
    return Told(bill.number, bill.issued_on, bill.net, bill.vat)


def differences_of(bill: Bill) -> list[Difference]:
    """In what an employer's or freelancer's own invoice differs from its statement."""
    if bill.kind is not BillKind.PURCHASE:
        return []
    return differences(asked_of(bill.statement), told_by(bill))


def silent_bills(day: date) -> Sequence[Bill]:
    """Invoices that we wrote and nobody answered, whose term to object was over before `day`."""
    wanted = select(Bill).where(Bill.state == BillState.ISSUED, Bill.object_until < day)
    return session.scalars(wanted.order_by(Bill.id)).all()


def find_statement(statement_id: int) -> PaymentStatement | None:
    """A statement with its lines, as the pages about its invoice show it."""
    wanted = select(PaymentStatement).where(PaymentStatement.id == statement_id)
    lines = selectinload(PaymentStatement.lines)
    return session.scalars(
        wanted.options(
            joinedload(PaymentStatement.payee),
            lines.joinedload(StatementLine.reviewer).joinedload(Reviewer.user),
            lines.joinedload(StatementLine.engagement),
        )
    ).one_or_none()


def statement_of(link: MailLink) -> PaymentStatement | None:
    """The statement that a payee's link is about."""
    kind, _colon, number = link.subject.partition(":")
    return find_statement(int(number)) if kind == PaymentStatement.__tablename__ else None


def last_link(statement: PaymentStatement) -> MailLink | None:
    """The newest link that was mailed for a statement."""
    wanted = select(MailLink).where(
        MailLink.subject == audit.name_of(statement),
        MailLink.purpose == LinkPurpose.READ_STATEMENT,
    )
    return session.scalars(wanted.order_by(MailLink.id.desc()).limit(1)).one_or_none()
