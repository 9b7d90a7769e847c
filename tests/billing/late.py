"""Invoices that are late, and the days on which reminders go."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.reminders import Reminder
from lt_admin.billing.services.payments import Receipt, record_payment
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import Money
from lt_admin.orientation.models.organisations import Contact
from tests.billing.invoice_factories import one_invoice

# Issued on this day with a term of thirty days: the last day to pay is 1 July 2026.
ISSUED = datetime(2026, 6, 1, 10, tzinfo=UTC)
FIRST = 9  # July: the first day of the first reminder, a week after the last day to pay


@contextmanager
def on(month, day, year=2026):
    """Inside the block it is that day."""
    with clock.at(datetime(year, month, day, 10, tzinfo=UTC)):
        yield


def late_invoice(*, by, hours=10, **facts):
    """An invoice of 1 June 2026 that is payable by 1 July, and not paid."""
    with clock.at(ISSUED):
        invoice = one_invoice(by=by, hours=hours, **facts)
    assert invoice.due_on.isoformat() == "2026-07-01"
    return invoice


def reminders(invoice=None):
    """What was sent, of one invoice or of all, in order."""
    wanted = select(Reminder).order_by(Reminder.id)
    if invoice is not None:
        wanted = wanted.where(Reminder.invoice_id == invoice.id)
    return session.scalars(wanted).all()


def levels_sent(invoice=None):
    return [each.level for each in reminders(invoice)]


def pays(invoice, euros, *, by, on_day=None):
    """A payment of (a part of) an invoice."""
    amount = invoice.open if euros is None else Money.euros(euros)
    receipt = Receipt(
        invoice.organisation, on_day or clock.today(), amount, f"BEA {amount.cents} {on_day}"
    )
    return record_payment(receipt, allocations=[(invoice, amount)], by=by)


def contact_for_reminders(invoice, email="herinnering@instelling.example"):
    made = Contact(
        organisation=invoice.organisation, name="Rita Rekest", email=email, for_reminder=True
    )
    session.add(made)
    session.flush()
    return made


def fresh(invoice):
    """The invoice as the database has it."""
    return session.get(Invoice, invoice.id, populate_existing=True)


def day_after(day, count):
    return day + timedelta(days=count)
