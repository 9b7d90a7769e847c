"""Payments: found, listed, and what each organisation still owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, select, type_coerce
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceState
from lt_admin.billing.models.payments import Payment, PaymentAllocation, PaymentMethod
from lt_admin.billing.queries.invoice_lists import NOTHING, OWED, TODAY
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import MoneyCents
from lt_admin.orientation.models.organisations import Organisation

REST: Any = type_coerce(Payment.amount - Payment.allocated - Payment.returned, MoneyCents())
METHODS = {
    PaymentMethod.TRANSFER: _l("transfer"),
    PaymentMethod.STRIPE: _l("iDEAL | Wero or card"),
    PaymentMethod.OTHER: _l("otherwise"),
}
_SENT = Invoice.state != InvoiceState.DRAFT
_OVERPAID: Any = type_coerce(Invoice.paid + Invoice.credited - Invoice.gross, MoneyCents())

PAYMENTS = Listing(
    "payments",
    key=Payment.id,
    order="-rest",
    columns=(
        Column(
            "received_on",
            _l("Received"),
            Payment.received_on,
            kind="day",
            link="payments.payment",
            link_key="payment_id",
        ),
        Column("organisation", _l("Organisation"), Organisation.name, card="wide"),
        Column("reference", _l("Reference"), Payment.reference),
        Column("amount", _l("Amount"), Payment.amount, kind="euro", total=True),
        Column("allocated", _l("Pays invoices"), Payment.allocated, kind="euro", total=True),
        Column("returned", _l("Went back"), Payment.returned, kind="euro", total=True),
        Column("rest", _l("Rest"), REST, kind="euro", total=True),
    ),
    filters=(
        Search(
            "q",
            _l("Search"),
            (Payment.reference, Organisation.name),
            hint=_l("reference or organisation"),
        ),
        Days("from", _l("From"), lambda day: Payment.received_on >= day),
        Days("until", _l("Until and including"), lambda day: Payment.received_on <= day),
        Choice(
            "rest",
            _l("Rest"),
            {"some": _l("with a rest"), "none": _l("fully allocated")},
            lambda asked: REST > ZERO if asked == "some" else REST == ZERO,
        ),
    ),
)


def all_payments() -> Select[Any]:
    """Every payment; whoever may read invoices may read all."""
    return (
        select().select_from(Payment).join(Organisation, Organisation.id == Payment.organisation_id)
    )


def find_payment(payment_id: int) -> Payment | None:
    """The payment with this id, with what it pays."""
    pays = selectinload(Payment.allocations).joinedload(PaymentAllocation.invoice)
    went = selectinload(Payment.returns)
    return session.get(Payment, payment_id, options=[joinedload(Payment.organisation), pays, went])


def find_allocation(allocation_id: int) -> PaymentAllocation | None:
    """The part of a payment with this id."""
    return session.get(PaymentAllocation, allocation_id)


def open_invoices(organisation_id: int) -> Sequence[Invoice]:
    """What an organisation still has to pay, what is due first on top."""
    wanted = (
        select(Invoice)
        .where(Invoice.organisation_id == organisation_id, Invoice.kind == InvoiceKind.INVOICE)
        .where(Invoice.state == InvoiceState.ISSUED)
        .options(joinedload(Invoice.engagement))
        .order_by(Invoice.due_on, Invoice.number)
    )
    return session.scalars(wanted).all()


def spread(
    amount: Money, organisation_id: int, first: Invoice | None = None
) -> list[tuple[Invoice, Money]]:
    """How an amount goes over the open invoices: over `first`, then as they are due."""
    parts: list[tuple[Invoice, Money]] = []
    for invoice in sorted(open_invoices(organisation_id), key=lambda each: each is not first):
        part = min(amount, invoice.open)
        if part > ZERO:
            parts.append((invoice, part))
            amount -= part
    return parts


def is_known(organisation_id: int, received_on: date, amount: Money, reference: str) -> bool:
    """Whether exactly this receipt was written down before."""
    wanted = select(Payment.id).where(
        Payment.organisation_id == organisation_id,
        Payment.received_on == received_on,
        Payment.amount == amount,
        Payment.reference == reference,
    )
    return session.scalars(wanted.limit(1)).first() is not None


def offers_for(payment: Payment) -> list[tuple[Invoice, Money]]:
    """The open invoices that the rest of a payment could pay, each with how much at most."""
    if payment.rest == ZERO:
        return []
    found = open_invoices(payment.organisation_id)
    return [(invoice, min(invoice.open, payment.rest)) for invoice in found]


def account_of(organisation: Organisation) -> dict[str, Any]:
    """What stands open with one organisation: invoices, too much paid, payments with a rest."""
    overpaid = (
        select(Invoice)
        .where(Invoice.organisation_id == organisation.id, _SENT, OWED < ZERO)
        .options(joinedload(Invoice.engagement))
    )
    unallocated = (
        select(Payment)
        .where(Payment.organisation_id == organisation.id, REST > ZERO)
        .order_by(Payment.received_on)
    )
    found = open_invoices(organisation.id)
    return {
        "organisation": organisation,
        "invoices": found,
        "open": Money.total(invoice.open for invoice in found),
        "overpaid": session.scalars(overpaid.order_by(Invoice.number)).all(),
        "payments": session.scalars(unallocated).all(),
    }


def payers() -> list[tuple[int, str]]:
    """(id, name) of every organisation that was sent an invoice, by name."""
    wanted = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(select(Invoice.organisation_id).where(_SENT)))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


@dataclass(frozen=True)
class OpenItems:
    """What stands open with one organisation; `rest` was received and pays nothing yet."""

    organisation_id: int
    name: str
    invoices: int
    open: Money
    overdue: Money
    oldest_due_on: date | None
    to_give_back: Money
    rest: Money


def open_items() -> list[OpenItems]:
    """Every organisation with something open, overpaid or unallocated, the most open first."""
    rests = _rests()
    rows = session.execute(_open_by_organisation()).all()
    facts: list[list[Any]] = [[*row, rests.pop(row[0], (row[1], ZERO))[1]] for row in rows]
    found = [OpenItems(*each) for each in facts]
    found += [
        OpenItems(number, name, 0, ZERO, ZERO, None, ZERO, rest)
        for number, (name, rest) in rests.items()
    ]
    return sorted(found, key=lambda each: (-each.open.cents, each.name))


def together(items: Sequence[OpenItems]) -> OpenItems:
    """The sums of a list of open items."""
    names = ("open", "overdue", "to_give_back", "rest")
    sums = {name: Money.total(getattr(each, name) for each in items) for name in names}
    count = sum(each.invoices for each in items)
    return OpenItems(organisation_id=0, name="", invoices=count, oldest_due_on=None, **sums)


def _open_by_organisation() -> Any:
    asked = and_(Invoice.state == InvoiceState.ISSUED, OWED > ZERO)
    late = and_(asked, Invoice.due_on < TODAY)
    return (
        select(
            Organisation.id,
            Organisation.name,
            func.sum(case((asked, 1), else_=0)),
            func.sum(case((asked, OWED), else_=NOTHING)),
            func.sum(case((late, OWED), else_=NOTHING)),
            func.min(case((asked, Invoice.due_on))),
            func.sum(case((_OVERPAID > ZERO, _OVERPAID), else_=NOTHING)),
        )
        .join(Invoice, Invoice.organisation_id == Organisation.id)
        .where(_SENT, OWED != ZERO)
        .group_by(Organisation.id, Organisation.name)
    )


def _rests() -> dict[int, tuple[str, Money]]:
    """By organisation, its name and what of its payments pays nothing yet."""
    rows = session.execute(
        select(Organisation.id, Organisation.name, func.sum(REST))
        .join(Payment, Payment.organisation_id == Organisation.id)
        .where(REST > ZERO)
        .group_by(Organisation.id, Organisation.name)
    )
    return {row[0]: (row[1], row[2]) for row in rows}
