"""The statement of account of an organisation, and how old what everybody owes is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, and_, bindparam, case, func, select

from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceState
from lt_admin.billing.models.payments import Payment, PaymentReturn, ReturnState
from lt_admin.billing.models.reminders import LateCharge
from lt_admin.billing.models.write_offs import WriteOff, WriteOffState
from lt_admin.billing.queries.invoice_lists import NOTHING, OWED
from lt_admin.billing.queries.payments import OpenItems, open_invoices, open_items, together
from lt_admin.billing.rules.accounts import (
    AGES,
    UNTIL,
    Account,
    Age,
    Entry,
    Holder,
    Line,
    OpenItem,
    with_balances,
)
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Column
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.organisations import Contact, Organisation


def account_of(organisation: Organisation, since: date, until: date) -> Account:
    """Everything that happened between us and an organisation in a period, in seven statements."""
    found = _movements(organisation.id)
    opening = Money.total(line.amount for line in found if line.on < since)
    inside = [line for line in found if since <= line.on <= until]
    return Account(
        holder=Holder(organisation.name, organisation.address_lines, organisation.language),
        since=since,
        until=until,
        made_on=clock.today(),
        opening=opening,
        lines=with_balances(opening, inside),
        items=[_item(each) for each in open_invoices(organisation.id)],
        charges=_charges_open(organisation.id),
        rest=_rest_of(organisation.id),
    )


def _item(invoice: Invoice) -> OpenItem:
    days = (invoice.issued_on, invoice.due_on)
    return OpenItem(invoice.number or "", *days, invoice.gross, invoice.open)


def _movements(organisation_id: int) -> list[Line]:
    """Every movement ever, in order; on one day what is asked comes before what is paid."""
    kinds = (_invoiced, _paid, _returned, _written_off, _charged)
    found = [line for each in kinds for line in each(organisation_id)]
    order = list(Entry)
    return sorted(found, key=lambda line: (line.on, order.index(line.entry), line.reference))


def _invoiced(organisation_id: int) -> list[Line]:
    wanted = select(Invoice.issued_on, Invoice.kind, Invoice.number, Invoice.gross, Invoice.id)
    wanted = wanted.where(
        Invoice.organisation_id == organisation_id, Invoice.state != InvoiceState.DRAFT
    )
    return [
        Line(
            row.issued_on,
            Entry.CREDIT if row.kind is InvoiceKind.CREDIT else Entry.INVOICE,
            row.number,
            row.gross,
            invoice_id=row.id,
        )
        for row in session.execute(wanted)
        if row.issued_on is not None
    ]


def _paid(organisation_id: int) -> list[Line]:
    wanted = select(Payment.received_on, Payment.reference, Payment.amount, Payment.id)
    rows = session.execute(wanted.where(Payment.organisation_id == organisation_id))
    return [Line(row[0], Entry.PAYMENT, row[1], -row[2], payment_id=row[3]) for row in rows]


def _returned(organisation_id: int) -> list[Line]:
    """What went back, or is on its way there: counted from the day that it was decided."""
    wanted = (
        select(PaymentReturn, Payment.reference)
        .join(Payment, Payment.id == PaymentReturn.payment_id)
        .where(Payment.organisation_id == organisation_id)
        .where(PaymentReturn.state != ReturnState.FAILED)
    )
    return [
        Line(
            each.done_on or clock.day_of(each.created_at),
            Entry.RETURN,
            reference,
            each.amount,
            payment_id=each.payment_id,
        )
        for each, reference in session.execute(wanted)
    ]


def _written_off(organisation_id: int) -> list[Line]:
    wanted = (
        select(WriteOff.decided_at, Invoice.number, WriteOff.amount, Invoice.id)
        .join(Invoice, Invoice.id == WriteOff.invoice_id)
        .where(Invoice.organisation_id == organisation_id, WriteOff.decided_at.is_not(None))
        .where(WriteOff.state == WriteOffState.APPROVED)
    )
    return [
        Line(clock.day_of(row[0]), Entry.WRITE_OFF, row[1] or "", -row[2], invoice_id=row[3])
        for row in session.execute(wanted)
        if row[0] is not None
    ]


def _charged(organisation_id: int) -> list[Line]:
    """What lateness costs, and what of that was waived."""
    wanted = (
        select(LateCharge, Invoice.number)
        .join(Invoice, Invoice.id == LateCharge.invoice_id)
        .where(Invoice.organisation_id == organisation_id)
    )
    found = []
    for each, number in session.execute(wanted):
        about = (number or "", each.amount, each.invoice_id)
        found.append(Line(each.charged_on, Entry(each.kind.value), *about))
        if each.waived_on is not None:
            about = (number or "", each.stands - each.amount, each.invoice_id)
            found.append(Line(each.waived_on, Entry.WAIVED, *about))
    return found


def _charges_open(organisation_id: int) -> Money:
    wanted = (
        select(LateCharge)
        .join(Invoice, Invoice.id == LateCharge.invoice_id)
        .where(Invoice.organisation_id == organisation_id, LateCharge.waived_on.is_(None))
    )
    return Money.total(each.open for each in session.scalars(wanted))


def _rest_of(organisation_id: int) -> Money:
    """What was received, did not go back, and pays nothing yet."""
    wanted = select(Payment.amount, Payment.allocated, Payment.returned)
    rows = session.execute(wanted.where(Payment.organisation_id == organisation_id))
    return Money.total(row[0] - row[1] - row[2] for row in rows)


def reader_of(organisation: Organisation) -> Contact | None:
    """Who gets a statement of account: the contact for reminders, else the one for invoices."""
    wanted = (
        select(Contact)
        .where(Contact.organisation_id == organisation.id, Contact.left_on.is_(None))
        .where(Contact.for_reminder | Contact.for_invoice)
        .order_by(Contact.for_reminder.desc(), Contact.id)
    )
    return session.scalars(wanted.limit(1)).one_or_none()


def _ago(days: int) -> Any:
    """The last day to pay of what is so many days over it."""
    return bindparam(
        f"ago_{days}", callable_=lambda: clock.today() - timedelta(days=days), type_=Date()
    )


def ages_by_organisation() -> dict[int, dict[Age, Money]]:
    """For each organisation, how old is what it owes; in one statement."""
    due, sums, before = Invoice.due_on, [], None
    for _age, last in UNTIL:
        older = due.is_(None) | (due >= _ago(last))
        here = older if before is None else and_(due >= _ago(last), due < _ago(before))
        sums.append(func.sum(case((here, OWED), else_=NOTHING)))
        before = last
    sums.append(func.sum(case((due < _ago(UNTIL[-1][1]), OWED), else_=NOTHING)))
    rows = session.execute(
        select(Invoice.organisation_id, *sums)
        .where(Invoice.state == InvoiceState.ISSUED, Invoice.kind == InvoiceKind.INVOICE)
        .where(OWED > ZERO)
        .group_by(Invoice.organisation_id)
    )
    return {row[0]: dict(zip(Age, row[1:], strict=True)) for row in rows}


@dataclass(frozen=True)
class AgedItems:
    """What stands open with one organisation, and how old it is."""

    of: OpenItems
    ages: Mapping[Age, Money]

    def __getattr__(self, name: str) -> Any:
        """Each age by its name, and all else as OpenItems says it: the columns of an export."""
        return self.ages[Age(name)] if name in list(Age) else getattr(self.of, name)


def aged_items() -> list[AgedItems]:
    """Every organisation with something open, overpaid or unallocated, the most open first."""
    ages, none = ages_by_organisation(), dict.fromkeys(Age, ZERO)
    return [AgedItems(each, ages.get(each.organisation_id, none)) for each in open_items()]


def aged_together(items: Sequence[AgedItems]) -> AgedItems:
    """The sums of a list of open items."""
    ages = {age: Money.total(each.ages[age] for each in items) for age in Age}
    return AgedItems(together([each.of for each in items]), ages)


AGED = (
    Column("name", _l("Organisation"), None),
    Column("invoices", _l("Invoices"), None, kind="number"),
    Column("open", _l("Open"), None, kind="euro"),
    *(Column(age.value, words, None, kind="euro") for age, words in AGES.items()),
    Column("oldest_due_on", _l("First due"), None, kind="day"),
    Column("to_give_back", _l("To give back"), None, kind="euro"),
    Column("rest", _l("Not allocated"), None, kind="euro"),
)
