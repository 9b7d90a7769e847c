"""Money that came in, by hand, from the bank or from Stripe, and what it pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentAllocation, PaymentMethod
from lt_admin.billing.queries.payments import is_known
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.organisations import Organisation


def record_payment(
    *,
    organisation: Organisation,
    received_on: date,
    amount: Money,
    reference: str,
    method: PaymentMethod = PaymentMethod.TRANSFER,
    allocations: Sequence[tuple[Invoice, Money]] = (),
    by: Model | str,
) -> Payment:
    """Write down a receipt and what it pays; what is left over stays visible as its rest.

    Written by a person it is refused when exactly this receipt is known, so that a second press of
    the button does nothing; the bank and Stripe (`by` is audit.SYSTEM) know their own doubles.
    """
    _check_receipt(amount, received_on)
    if isinstance(by, User) and is_known(organisation.id, received_on, amount, reference.strip()):
        raise Refused(
            _("This payment is written down already. Was there a second one? Say so in its words.")
        )
    payment = Payment(
        organisation_id=organisation.id,
        received_on=received_on,
        amount=amount,
        allocated=ZERO,
        reference=reference.strip(),
        method=method,
        recorded_by_id=by.id if isinstance(by, User) else None,
    )
    session.add(payment)
    audit.record("payment:recorded", payment, by=by, cents=amount.cents, received_on=received_on)
    for invoice, part in allocations:
        allocate(payment, invoice, part, by=by)
    return payment


def _check_receipt(amount: Money, received_on: date) -> None:
    if amount <= ZERO:
        raise Refused(_("A payment is more than nothing."))
    if received_on > clock.today():
        raise Refused(_("This day is still to come."))


def allocate(
    payment: Payment, invoice: Invoice, amount: Money, *, by: Model | str
) -> PaymentAllocation:
    """Let a part of a payment pay (a part of) an invoice.

    Refused beyond what either has left; of two at once the second fails.
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
