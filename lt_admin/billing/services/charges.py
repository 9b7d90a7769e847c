"""What lateness costs: charged by a person, waived again, and paid; never by itself."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment
from lt_admin.billing.models.reminders import (
    ChargeAllocation,
    ChargeKind,
    InterestRate,
    LateCharge,
)
from lt_admin.billing.queries import charges as queries
from lt_admin.billing.queries import interest as tables
from lt_admin.billing.queries.reminders import is_on_hold, lock_invoice
from lt_admin.billing.services import postings
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState


def charge(
    invoice: Invoice, *, kind: ChargeKind, by: User, expected: Money | None = None
) -> LateCharge:
    """Charge all that the law would allow today of one kind, without VAT.

    Refused when that is nothing, when it is not what the person saw (`expected`), and while the
    invoice waits for an answer or a hold.
    """
    lock_invoice(invoice.id)
    if is_on_hold(invoice):
        raise WrongState(_("Reminders of %(number)s are on hold.", number=invoice.number))
    allowed = queries.allowed_of(queries.late_of(invoice), clock.today()).get(kind)
    if allowed is None:
        raise Refused(_("There is nothing to charge on this invoice."))
    if expected is not None and expected != allowed.amount:
        raise WrongState(_("The amount has changed meanwhile; look once more."))
    made = _made(invoice, allowed, by)
    _record("charge:made", made, made.amount, by)
    postings.charge_made(made, by=by)
    return made


def _made(invoice: Invoice, allowed: queries.Allowed, by: User) -> LateCharge:
    made = LateCharge(
        invoice_id=invoice.id,
        invoice=invoice,
        kind=allowed.kind,
        amount=allowed.amount,
        paid=ZERO,
        from_on=allowed.from_on,
        until_on=allowed.until_on,
        charged_by_id=by.id,
        charged_on=clock.today(),
    )
    session.add(made)
    return made


def waive(charge: LateCharge, *, reason: str, by: User) -> None:
    """Ask no more for what is open of a charge; what was paid of it stays paid."""
    open_amount = charge.open
    charge.waive(on=clock.today(), reason=reason)
    _record("charge:waived", charge, open_amount, by)
    postings.charge_waived(charge, open_amount, by=by)


def pay_charge(
    payment: Payment, charge: LateCharge, amount: Money, *, by: Model | str
) -> ChargeAllocation:
    """Let a part of a payment pay (a part of) a charge; refused beyond what either has left."""
    allocation = charge.take(payment, amount)
    session.add(allocation)
    _record("charge:paid", charge, amount, by)
    postings.charge_paid(allocation, by=by)
    return allocation


def undo_charge_allocation(allocation: ChargeAllocation, *, by: Model | str) -> None:
    """Take a part of a payment off a charge again; the payment has it to give once more."""
    allocation.undo()
    _record("charge:payment_undone", allocation.charge, allocation.amount, by)
    postings.charge_payment_undone(allocation, by=by)


def _record(event: str, charge: LateCharge, amount: Money, by: Model | str) -> None:
    facts = {"kind": charge.kind.value, "cents": amount.cents}
    about = charge.invoice.engagement
    subject = charge.invoice
    audit.record(event, subject, by=by, about=about, **facts)


def set_interest(facts: InterestRate, *, by: User) -> InterestRate:
    """Let statutory interest be so much from a day on; a row that is there is never overwritten."""
    if tables.find_rate(facts.kind, facts.valid_from) is not None:
        raise Refused(_("There is a rate from that day already; it stays as it is."))
    session.add(facts)
    audit.record(
        "interest:set",
        facts,
        by=by,
        kind=facts.kind.value,
        percent=facts.percent,
        valid_from=facts.valid_from,
    )
    return facts
