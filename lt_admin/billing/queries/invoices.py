"""Invoices: found, listed, and what stands open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from lt_admin.billing.models.e_invoices import e_invoice_of
from lt_admin.billing.models.invoices import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceState,
    Round,
)
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.rules.einvoicing import Lack, Page, lacks
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
    joinedload(InvoiceLine.allocations)
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
    """Load the lines with the hours behind them, in one statement however many there are."""
    wanted = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id).options(HOURS)
    lines = session.scalars(wanted.order_by(InvoiceLine.position)).unique().all()
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


FORMS = ("organisations.change_organisation", "invoices.reference")


@dataclass(frozen=True)
class Missing:
    """One thing that an invoice lacks: in words, the field, and the page where it is mended."""

    words: str
    field: str
    endpoint: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return self.words

    @property
    def url(self) -> str:
        """The address of that page, at the field when it is a form."""
        is_form = self.endpoint in FORMS
        return url_for(self.endpoint, **self.facts, _anchor=self.field if is_form else None)


def what_is_missing(
    invoice: Invoice, foundation: Foundation, contact: Contact | None
) -> list[Missing]:
    """What an invoice must have (FACTS.md 1, 8) and this one lacks; [] when all take it in."""
    organisation = invoice.organisation
    name = organisation.name
    wants = _("%(name)s wants a reference on its invoices; it is not known yet.", name=name)
    nobody = _("There is nobody at %(name)s to send the invoice to.", name=name)
    no_mail = _("Our own mail address is not filled in.")
    lacks_reference = organisation.requires_reference and not invoice.reference
    asked = (
        (lacks_reference and not invoice.is_credit, wants, "reference", Page.REFERENCES),
        (contact is None, nobody, "contacts", Page.CONTACTS),
        (not foundation.email, no_mail, "email", Page.OURS),
    )
    found = [Lack("", words, field, page) for is_lacking, words, field, page in asked if is_lacking]
    every = [*found, *lacks(e_invoice_of(invoice, foundation.sender))]
    return list({each.words: _missing(each, invoice) for each in every}.values())


def _missing(lack: Lack, invoice: Invoice) -> Missing:
    organisation = {"organisation_id": invoice.organisation_id}
    places: dict[Page, tuple[str, dict[str, int]]] = {
        Page.OURS: ("rates.settings", {}),  # those who may change it find the way there
        Page.THEIRS: ("organisations.change_organisation", organisation),
        Page.CONTACTS: ("organisations.organisation", organisation),
        Page.REFERENCES: ("invoices.reference", {"invoice_id": invoice.id}),
        Page.INVOICE: ("invoices.invoice", {"invoice_id": invoice.id}),
        Page.RATES: ("rates.settings", {}),
    }
    return Missing(lack.words, lack.field, *places[lack.page])


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
