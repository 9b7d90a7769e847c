"""Money that came in, by hand, from the bank or from Stripe, and what it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentAllocation, PaymentMethod
from lt_admin.billing.queries.payments import is_known
from lt_admin.billing.services import postings
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.ledger.rules import Account
from lt_admin.orientation.models.organisations import Organisation


@dataclass(frozen=True)
class Receipt:
    """Money that came in, before it is written down."""

    organisation: Organisation
    received_on: date
    amount: Money
    reference: str = ""  # what the bank statement says
    method: PaymentMethod = PaymentMethod.TRANSFER
    through: Account | None = None  # where the books saw it; by default as the method says


def record_payment(
    receipt: Receipt, *, allocations: Sequence[tuple[Invoice, Money]] = (), by: Model | str
) -> Payment:
    """Write down a receipt and what it pays; what is left over stays visible as its rest.

    Written by a person it is refused when exactly this receipt is known, so that a second press of
    the button does nothing; the bank and Stripe (`by` is audit.SYSTEM) know their own doubles.
    """
    _check_receipt(receipt)
    reference = receipt.reference.strip()
    if isinstance(by, User):
        _check_new(receipt, reference)
    payment = Payment(
        organisation=receipt.organisation,
        received_on=receipt.received_on,
        amount=receipt.amount,
        allocated=ZERO,
        returned=ZERO,
        reference=reference,
        method=receipt.method,
        recorded_by_id=by.id if isinstance(by, User) else None,
    )
    session.add(payment)
    cents, received_on = receipt.amount.cents, receipt.received_on
    audit.record("payment:recorded", payment, by=by, cents=cents, received_on=received_on)
    postings.payment_recorded(payment, receipt.through, by=by)
    for invoice, part in allocations:
        allocate(payment, invoice, part, on=received_on, by=by)
    return payment


def _check_receipt(receipt: Receipt) -> None:
    if receipt.amount <= ZERO:
        raise Refused(_("A payment is more than nothing."))
    if receipt.received_on > clock.today():
        raise Refused(_("This day is still to come."))


def _check_new(receipt: Receipt, reference: str) -> None:
    if is_known(receipt.organisation.id, receipt.received_on, receipt.amount, reference):
        raise Refused(
            _("This payment is written down already. Was there a second one? Say so in its words.")
        )


def allocate(
    payment: Payment, invoice: Invoice, amount: Money, *, by: Model | str, on: date | None = None
) -> PaymentAllocation:
    """Let a part of a payment pay (a part of) an invoice.

    Refused beyond what either has left; of two at once the second fails. In the books the invoice
    is paid on that day: today, or when it was received for what is divided as it is recorded.
    """
    allocation = payment.pay(invoice, amount)
    session.add(allocation)
    audit.record(
        "payment:allocated",
        payment,
        by=by,
        about=invoice.engagement,
        invoice=invoice.number,
        cents=amount.cents,
    )
    postings.allocated(allocation, on=on or clock.today(), by=by)
    return allocation


def undo_allocation(allocation: PaymentAllocation, *, by: Model | str) -> None:
    """Take a part of a payment off an invoice again; the payment has it to give once more."""
    allocation.undo()
    audit.record(
        "payment:allocation_undone",
        allocation.payment,
        by=by,
        about=allocation.invoice.engagement,
        invoice=allocation.invoice.number,
        cents=allocation.amount.cents,
    )
    postings.allocation_undone(allocation, by=by)
