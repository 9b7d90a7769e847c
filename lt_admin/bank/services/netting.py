"""What was paid too much on one invoice pays another: after a credit invoice, the payer nets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.services.payments import allocate, undo_allocation
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused

Parts = Sequence[tuple[Invoice, Money]]


def move(over: Parts, gaps: Parts, *, by: Model | str) -> None:
    """Let what was paid too much on some invoices pay what others still ask, exactly.

    Raises Refused when the two do not add up, or when an invoice was not paid that much too much.
    """
    if Money.total(part for _, part in over) != Money.total(gap for _, gap in gaps):
        raise Refused(_("This payment has less left than that."))
    waiting = list(gaps)
    for invoice, amount in over:
        if -invoice.open < amount:
            raise Refused(_("Less than that was paid too much on the invoice."))
        for payment, part in _freed(invoice, amount, by=by):
            waiting = _fill(payment, part, waiting, by=by)


def _freed(invoice: Invoice, amount: Money, *, by: Model | str) -> Iterator[tuple[Payment, Money]]:
    """Take an amount off an invoice, the newest allocation first: the payments that have it now."""
    wanted = select(PaymentAllocation).where(
        PaymentAllocation.invoice_id == invoice.id, PaymentAllocation.undone_at.is_(None)
    )
    for each in session.scalars(wanted.order_by(PaymentAllocation.id.desc())).all():
        part = min(amount, each.amount)
        if part > ZERO:
            undo_allocation(each, by=by)
            if each.amount > part:
                allocate(each.payment, invoice, each.amount - part, by=by)
            amount -= part
            yield each.payment, part


def _fill(
    payment: Payment, amount: Money, gaps: Parts, *, by: Model | str
) -> list[tuple[Invoice, Money]]:
    """Pay gaps with an amount; those that are left."""
    left = []
    for invoice, gap in gaps:
        part = min(gap, amount)
        if part > ZERO:
            allocate(payment, invoice, part, by=by)
            amount -= part
        if gap > part:
            left.append((invoice, gap - part))
    return left
