"""Invoices: found, listed, and what stands open."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from lt_admin.billing.models.invoices import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceState,
    Round,
)
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.rules.senders import what_we_lack
from lt_admin.core.db import session
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact, Organisation
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


def find_invoice(invoice_id: int, *, fresh: bool = False) -> Invoice | None:
    """The invoice, draft or credit invoice with this id, with who and what it is about.

    With `fresh` as it stands in the database, whatever this session saw of it before.
    """
    return session.get(Invoice, invoice_id, options=WITH_PARTIES, populate_existing=fresh)


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


def what_is_missing(invoice: Invoice, foundation: Foundation, contact: Contact | None) -> list[str]:
    """In words, what an invoice must have (FACTS.md 1) and this one lacks; [] when complete."""
    organisation = invoice.organisation
    name = organisation.name
    lacks = {
        _("%(name)s wants a reference on its invoices; it is not known yet.", name=name): (
            organisation.requires_reference and not invoice.reference and not invoice.is_credit
        ),
        _("The address of %(name)s is not complete.", name=name): not (
            organisation.street and organisation.city
        ),
        _("There is nobody at %(name)s to send the invoice to.", name=name): contact is None,
        what_we_lack(foundation.sender): not foundation.sender.is_complete,
    }
    return [words for words, is_missing in lacks.items() if is_missing]


def drafts_of(engagement_id: int, round_: Round | None = None) -> Sequence[Invoice]:
    """The drafts of a review, of one round or of all, in the order of the commissioners."""
    wanted = (
        select(Invoice)
        .join(CostShare, CostShare.id == Invoice.share_id)
        .where(Invoice.engagement_id == engagement_id, Invoice.state == InvoiceState.DRAFT)
        .options(*WITH_PARTIES, selectinload(Invoice.lines))
        .order_by(CostShare.position, Invoice.id)
    )
    if round_ is not None:
        wanted = wanted.where(Invoice.round == round_)
    return session.scalars(wanted).unique().all()


def credits_of(invoice: Invoice) -> Sequence[Invoice]:
    """The credit invoices that take (a part of) it back, in order."""
    wanted = select(Invoice).where(Invoice.refers_to_id == invoice.id).order_by(Invoice.number)
    return session.scalars(wanted).all()


def payments_of(invoice: Invoice) -> Sequence[PaymentAllocation]:
    """What was paid on it and not taken off again, in order."""
    wanted = (
        select(PaymentAllocation)
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .where(PaymentAllocation.invoice_id == invoice.id, PaymentAllocation.undone_at.is_(None))
        .options(contains_eager(PaymentAllocation.payment))
        .order_by(Payment.received_on, PaymentAllocation.id)
    )
    return session.scalars(wanted).all()


def find_issued(number: str) -> Invoice | None:
    """The invoice or credit invoice with this number."""
    wanted = select(Invoice).where(Invoice.number == number)
    return session.scalars(wanted).one_or_none()


def find_review(engagement_id: int) -> Engagement | None:
    """The review that is billed."""
    return session.get(Engagement, engagement_id)


def find_organisation(organisation_id: int) -> Organisation | None:
    """The organisation that is billed, or that paid."""
    return session.get(Organisation, organisation_id)
