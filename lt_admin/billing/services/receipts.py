"""Many receipts at once, as a bank statement brings them: the same rules, few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import INVOICE_STEPS, Invoice, InvoiceState
from lt_admin.billing.models.payments import Payment, PaymentAllocation, PaymentMethod
from lt_admin.billing.rules import postings as rules
from lt_admin.billing.services.postings import TOLD, said
from lt_admin.core import audit, clock
from lt_admin.core.db import insert_many, session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post_many
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation

AT_ONCE = 5_000  # keys in one statement, well below what the databases take


@dataclass(frozen=True, slots=True)
class BankReceipt:
    """A transfer that came in, and how much of it pays which invoice (by id)."""

    organisation_id: int
    received_on: date
    amount: Money
    reference: str
    parts: tuple[tuple[int, Money], ...]


def record_receipts(receipts: Sequence[BankReceipt], *, by: Model | str) -> list[int]:
    """Write them all down with what they pay; the ids of the payments, in order.

    Each is recorded and audited as `services.payments.record_payment` and `allocate` do, and stands
    in the books as one entry; the invoices are locked meanwhile. Refused as a whole when one of
    them does not fit.
    """
    session.flush()
    invoices = _locked({key for each in receipts for key, _ in each.parts})
    for each in receipts:
        _check(each)
        for key, amount in each.parts:
            invoices[key].receive(amount, each.organisation_id)
    ids = _write_payments(receipts, by)
    _write_allocations(receipts, ids)
    _write_invoices(invoices.values())
    _audit(receipts, ids, invoices, by)
    _post(receipts, ids, invoices, by)
    return ids


@dataclass(slots=True)
class _Asked:
    """What of an invoice moves: the rules of `Payment.pay` and `Invoice.receive`."""

    id: int
    number: str
    organisation_id: int
    engagement_id: int
    code: str
    state: InvoiceState
    open: Money
    paid: Money
    received: Money = ZERO

    def receive(self, amount: Money, organisation_id: int) -> None:
        if self.organisation_id != organisation_id:
            raise Refused(_("This invoice is of another organisation than the payment."))
        if self.state is not InvoiceState.ISSUED or not ZERO < amount <= self.open:
            raise WrongState(
                _("Less than that is open on the invoice; leave the rest unallocated.")
            )
        self.open -= amount
        self.received += amount
        if self.open <= ZERO:
            self.state = INVOICE_STEPS.after(self.state, "settle")


def _locked(keys: set[int]) -> dict[int, _Asked]:
    """The invoices, locked in the order of their ids."""
    found: dict[int, _Asked] = {}
    columns = (Invoice.id, Invoice.number, Invoice.organisation_id, Invoice.engagement_id)
    code = func.coalesce(Engagement.code, "").label("code")
    sums = (Invoice.gross, Invoice.credited, Invoice.written_off, Invoice.paid)
    in_order = sorted(keys)
    for start in range(0, len(in_order), AT_ONCE):
        some = in_order[start : start + AT_ONCE]
        wanted = select(*columns, code, Invoice.state, *sums).where(Invoice.id.in_(some))
        ordered = wanted.join(Invoice.engagement).order_by(Invoice.id)
        for row in session.execute(ordered.with_for_update(of=Invoice)):
            owner = (row.organisation_id, row.engagement_id, row.code)
            open_ = row.gross - row.credited - row.written_off - row.paid
            found[row.id] = _Asked(row.id, row.number, *owner, row.state, open=open_, paid=row.paid)
    return found


def _check(receipt: BankReceipt) -> None:
    if receipt.amount <= ZERO or receipt.received_on > clock.today():
        raise Refused(_("A payment is more than nothing."))
    if Money.total(part for _, part in receipt.parts) > receipt.amount:
        raise Refused(_("This payment has less left than that."))


def _write_payments(receipts: Sequence[BankReceipt], by: Model | str) -> list[int]:
    rows = [
        {
            "organisation_id": each.organisation_id,
            "received_on": each.received_on,
            "amount": each.amount,
            "allocated": Money.total(part for _, part in each.parts),
            "returned": ZERO,
            "method": PaymentMethod.TRANSFER,
            "reference": each.reference,
            "recorded_by_id": by.id if isinstance(by, User) else None,
            "created_at": clock.now(),
            "version": 1,
        }
        for each in receipts
    ]
    return insert_many(Payment.__table__, rows)


def _write_allocations(receipts: Sequence[BankReceipt], ids: Sequence[int]) -> None:
    now = clock.now()
    rows = [
        {"payment_id": key, "invoice_id": invoice_id, "amount": part, "made_at": now}
        for key, each in zip(ids, receipts, strict=True)
        for invoice_id, part in each.parts
    ]
    if rows:
        table: Any = PaymentAllocation.__table__
        session.execute(insert(table), rows)


def _write_invoices(invoices: Iterable[_Asked]) -> None:
    """Store what was received; those in memory are read anew when they are used again."""
    rows = [
        {"key": each.id, "now_paid": each.paid + each.received, "now": each.state}
        for each in invoices
    ]
    if not rows:
        return
    table: Any = Invoice.__table__
    changed: dict[str, Any] = {"paid": bindparam("now_paid"), "state": bindparam("now")}
    wanted = update(table).where(table.c.id == bindparam("key"))
    session.connection().execute(wanted.values(**changed, version=table.c.version + 1), rows)
    for each in [thing for thing in session if isinstance(thing, Invoice)]:
        session.expire(each)


def _audit(
    receipts: Sequence[BankReceipt],
    ids: Sequence[int],
    invoices: dict[int, _Asked],
    by: Model | str,
) -> None:
    recorded, allocated = [], []
    for key, each in zip(ids, receipts, strict=True):
        subject = f"payment:{key}"
        facts = {"cents": each.amount.cents, "received_on": each.received_on}
        recorded.append((subject, None, facts))
        for invoice_id, part in each.parts:
            invoice = invoices[invoice_id]
            about = f"engagement:{invoice.engagement_id}"
            allocated.append((subject, about, {"invoice": invoice.number, "cents": part.cents}))
    audit.record_many("payment:recorded", recorded, by=by)
    audit.record_many("payment:allocated", allocated, by=by)


def _post(
    receipts: Sequence[BankReceipt],
    ids: Sequence[int],
    invoices: dict[int, _Asked],
    by: Model | str,
) -> None:
    """Each receipt in the books with all that it pays, about its review when it is one."""
    event = "payment:recorded"
    journal, words, names = TOLD[event][0], said(event), _names(receipts)
    told = []
    for key, each in zip(ids, receipts, strict=True):
        codes = {invoices[invoice_id].code for invoice_id, _ in each.parts}
        party, about = names[each.organisation_id], codes.pop() if len(codes) == 1 else ""
        said_so, subject = words % {"of": each.reference or party}, f"payment:{key}"
        occasion = Occasion(event, subject, each.received_on, journal, said_so, party, about)
        told.append((occasion, _moves(each)))
    post_many(told, by=by)


def _moves(receipt: BankReceipt) -> list[Move]:
    paid = [move for _, part in receipt.parts for move in rules.allocated(part)]
    return rules.received(receipt.amount, Account.BANK_TO_PLACE) + paid


def _names(receipts: Sequence[BankReceipt]) -> dict[int, str]:
    found: dict[int, str] = {}
    payers = sorted({each.organisation_id for each in receipts})
    for start in range(0, len(payers), AT_ONCE):
        some = payers[start : start + AT_ONCE]
        wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_(some))
        found |= {row[0]: row[1] for row in session.execute(wanted)}
    return found
