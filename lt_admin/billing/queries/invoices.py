"""Invoices: found, listed, and what stands open."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceLine
from lt_admin.core.db import session
from lt_admin.orientation.models.organisations import Contact
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.people import Reviewer

WITH_PARTIES = (
    joinedload(Invoice.engagement),
    joinedload(Invoice.organisation),
    joinedload(Invoice.share),
    joinedload(Invoice.quote),
    joinedload(Invoice.refers_to),
    joinedload(Invoice.vat_totals),
)
HOURS = (
    selectinload(InvoiceLine.allocations)
    .joinedload(Allocation.time_entry)
    .joinedload(TimeEntry.reviewer)
    .joinedload(Reviewer.user)
)


def find_invoice(invoice_id: int) -> Invoice | None:
    """The invoice, draft or credit invoice with this id, with who and what it is about."""
    return session.get(Invoice, invoice_id, options=WITH_PARTIES)


def load_hours(invoice: Invoice) -> None:
    """Load the lines with the hours behind them, in two statements however many there are."""
    wanted = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id).options(HOURS)
    lines = session.scalars(wanted.order_by(InvoiceLine.position)).all()
    set_committed_value(invoice, "lines", list(lines))


def standing_lines(invoice: Invoice) -> list[InvoiceLine]:
    """The lines that no credit invoice has taken back."""
    ids = [line.id for line in invoice.lines]
    credited = set(
        session.scalars(
            select(InvoiceLine.credits_line_id).where(InvoiceLine.credits_line_id.in_(ids))
        )
    )
    return [line for line in invoice.lines if line.id not in credited]


def receiver_of(invoice: Invoice) -> Contact | None:
    """Who gets it: the organisation's contact for invoices, else who accepted the quote."""
    wanted = (
        select(Contact)
        .where(Contact.organisation_id == invoice.organisation_id, Contact.left_on.is_(None))
        .where(or_(Contact.for_invoice, Contact.id == invoice.share.contact_id))
        .order_by(Contact.for_invoice.desc(), Contact.id)
    )
    return session.scalars(wanted.limit(1)).one_or_none()
