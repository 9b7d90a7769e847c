"""What lateness costs: what the law would allow, what was charged, what payments could pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.models.reminders import (
    ChargeAllocation,
    ChargeKind,
    InterestKind,
    InterestRate,
    LateCharge,
    Reminder,
    ReminderLevel,
)
from lt_admin.billing.rules.collection import allowed_costs
from lt_admin.billing.rules.interest import DAY, Claim, Rate, in_cents, interest
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money

CHARGES: dict[ChargeKind, Any] = {
    ChargeKind.COSTS: _l("collection costs"),
    ChargeKind.INTEREST: _l("statutory interest"),
}
# Our commissioners are organisations, and the commercial rate counts for public bodies too.
OURS = InterestKind.COMMERCIAL


@dataclass(frozen=True)
class Allowed:
    """What the law would allow to charge today on one invoice, beside what was charged."""

    kind: ChargeKind
    amount: Money
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Late:
    """What is known of a late invoice: its payments, what was charged, and how it was asked for."""

    invoice: Invoice
    payments: Sequence[PaymentAllocation]
    charges: Sequence[LateCharge]
    interest_paid: Sequence[tuple[date, Money]]
    rates: Sequence[Rate]
    is_warned: bool


def allowed_of(late: Late, today: date) -> dict[ChargeKind, Allowed]:
    """What more the law would allow today, by kind; a kind without anything is left out."""
    due_on = late.invoice.due_on
    if due_on is None or due_on >= today:
        return {}
    found = (_costs(late), _interest(late, due_on, today))
    return {each.kind: each for each in found if each.amount > ZERO}


def _asked(late: Late) -> Money:
    """What was rightly asked: what was credited or given up never counts as late."""
    return late.invoice.gross - late.invoice.credited - late.invoice.written_off


def _charged(late: Late, kind: ChargeKind) -> Money:
    return Money.total(each.stands for each in late.charges if each.kind is kind)


def _costs(late: Late) -> Allowed:
    whole = allowed_costs(late.invoice.open, is_warned=late.is_warned)
    return Allowed(ChargeKind.COSTS, whole - _charged(late, ChargeKind.COSTS))


def _interest(late: Late, due_on: date, today: date) -> Allowed:
    paid = [(each.payment.received_on, each.amount) for each in late.payments]
    claim = Claim(_asked(late), due_on, paid, late.interest_paid)
    whole = in_cents(interest(claim, late.rates, today))
    ends = [
        each.until_on
        for each in late.charges
        if each.kind is ChargeKind.INTEREST and each.until_on and not each.waived_on
    ]
    from_on = max(ends) + DAY if ends else claim.from_on
    amount = whole - _charged(late, ChargeKind.INTEREST)
    return Allowed(ChargeKind.INTEREST, amount, from_on, today)


def late_of(invoice: Invoice) -> Late:
    """What is known of one invoice, in five statements."""
    return Late(
        invoice=invoice,
        payments=_payments_of(invoice.id),
        charges=charges_of(invoice.id),
        interest_paid=_interest_paid(invoice.id),
        rates=rates_of(OURS),
        is_warned=is_warned(invoice.id),
    )


def _payments_of(invoice_id: int) -> Sequence[PaymentAllocation]:
    wanted = (
        select(PaymentAllocation)
        .join(PaymentAllocation.payment)
        .where(PaymentAllocation.invoice_id == invoice_id, PaymentAllocation.undone_at.is_(None))
        .options(contains_eager(PaymentAllocation.payment))
    )
    return session.scalars(wanted).all()


def charges_of(invoice_id: int) -> Sequence[LateCharge]:
    """Everything that was charged on an invoice, in order; waived ones too."""
    wanted = select(LateCharge).where(LateCharge.invoice_id == invoice_id).order_by(LateCharge.id)
    return session.scalars(wanted).all()


def _interest_paid(invoice_id: int) -> list[tuple[date, Money]]:
    wanted = (
        select(Payment.received_on, ChargeAllocation.amount)
        .join(Payment, Payment.id == ChargeAllocation.payment_id)
        .join(LateCharge, LateCharge.id == ChargeAllocation.charge_id)
        .where(LateCharge.invoice_id == invoice_id, LateCharge.kind == ChargeKind.INTEREST)
        .where(ChargeAllocation.undone_at.is_(None))
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def is_warned(invoice_id: int) -> bool:
    """Whether a reminder that names the costs was sent, and its term went by."""
    wanted = (
        select(Reminder.id)
        .join(ReminderLevel, ReminderLevel.level == Reminder.level)
        .where(Reminder.invoice_id == invoice_id, ReminderLevel.names_costs)
        .where(Reminder.due_on < clock.today())
    )
    return session.scalars(wanted.limit(1)).first() is not None


def rates_of(kind: InterestKind) -> list[Rate]:
    """The table of one kind of interest, for the rules."""
    wanted = select(InterestRate.valid_from, InterestRate.percent).where(InterestRate.kind == kind)
    return [Rate(row[0], row[1]) for row in session.execute(wanted)]


def open_charges(ids: Sequence[int]) -> dict[int, Money]:
    """By invoice, what is open of what lateness costs."""
    found: dict[int, Money] = defaultdict(lambda: ZERO)
    wanted = select(LateCharge).where(
        LateCharge.invoice_id.in_(ids), LateCharge.waived_on.is_(None)
    )
    for each in session.scalars(wanted):
        found[each.invoice_id] += each.open
    return found


def offers_for(payment: Payment) -> list[tuple[LateCharge, Money]]:
    """The charges that the rest of a payment could pay, in the order of 6:44 BW, and how much.

    Per invoice first the costs, then the interest; the invoice itself comes after them.
    """
    left, found = payment.rest, []
    for charge in _open_charges_of(payment.organisation_id) if left > ZERO else ():
        part = min(left, charge.open)
        if part > ZERO:
            found.append((charge, part))
            left -= part
    return found


def _open_charges_of(organisation_id: int) -> list[LateCharge]:
    wanted = (
        select(LateCharge)
        .join(LateCharge.invoice)
        .where(Invoice.organisation_id == organisation_id, LateCharge.waived_on.is_(None))
        .where(LateCharge.paid < LateCharge.amount)
        .options(contains_eager(LateCharge.invoice))
        .order_by(Invoice.due_on, Invoice.number, LateCharge.id)
    )
    found = session.scalars(wanted).all()
    return sorted(found, key=lambda each: (each.invoice.due_on, list(CHARGES).index(each.kind)))


def paid_charges(payment: Payment) -> Sequence[ChargeAllocation]:
    """Which charges a payment pays, and was not taken off again."""
    wanted = select(ChargeAllocation).where(
        ChargeAllocation.payment_id == payment.id, ChargeAllocation.undone_at.is_(None)
    )
    with_invoice = joinedload(ChargeAllocation.charge).joinedload(LateCharge.invoice)
    return session.scalars(wanted.options(with_invoice).order_by(ChargeAllocation.id)).all()


def find_charge(charge_id: int) -> LateCharge | None:
    """The charge with this id, with its invoice."""
    return session.get(LateCharge, charge_id, options=[joinedload(LateCharge.invoice)])


def find_charge_allocation(allocation_id: int) -> ChargeAllocation | None:
    """The part of a payment with this id that pays a charge."""
    return session.get(ChargeAllocation, allocation_id)
