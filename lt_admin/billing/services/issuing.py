"""Invoices leave the house: numbered, frozen with their paper, and mailed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from lt_admin.accounts.models import LinkPurpose, User
from lt_admin.accounts.services import new_link, withdraw_links
from lt_admin.billing.documents.invoices import drawn_invoice, invoice_pdf
from lt_admin.billing.documents.specifications import specification_csv
from lt_admin.billing.documents.ubl import MEDIA_TYPE, ubl_of
from lt_admin.billing.mails.invoices import file_name, invoice_mail, subject_of, text_of
from lt_admin.billing.models.invoice_sums import InvoiceSeries
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.invoices import Missing, load_hours, receiver_of, what_is_missing
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.billing.rules.references import payment_reference
from lt_admin.billing.services import postings
from lt_admin.core import audit, clock, outbox, series
from lt_admin.core.db import session
from lt_admin.core.foundation import Foundation, the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import Mail
from lt_admin.core.paper.archive import Attachment
from lt_admin.core.paper.sender import Sender
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.organisations import Contact

LINK_DAYS = 365


def send_out(
    invoice: Invoice, *, due_on: date | None, by: User, mails_at_once: bool = True
) -> None:
    """Freeze an invoice or credit invoice under the next number of the year, and mail it.

    The number is taken last: until the paper is made and we commit, other issuers wait for it.
    """
    invoice.check_draft()
    load_hours(invoice)
    foundation, contact = the_foundation(), receiver_of(invoice)
    missing = what_is_missing(invoice, foundation, contact)
    if missing:
        raise Refused(" ".join(each.words for each in missing))
    _freeze(invoice, foundation.sender, due_on)
    invoice.mailed_at = clock.now() if mails_at_once else None
    facts = {"number": invoice.number, "cents": invoice.gross.cents, "sha256": invoice.pdf_sha256}
    audit.record("invoice:issued", invoice, by=by, about=invoice.engagement, **facts)
    postings.invoice_issued(invoice, by=by)
    if mails_at_once and contact is not None:
        _mail(invoice, contact, foundation, by=by)


def mail_out(invoice: Invoice, *, by: User) -> None:
    """Mail an issued invoice with a link of its own; raises Refused when nobody can get it."""
    contact = receiver_of(invoice)
    if contact is None:
        raise Refused(_("There is nobody at the organisation to send the invoice to."))
    invoice.mailed_at = invoice.mailed_at or clock.now()
    audit.record("invoice:mailed", invoice, by=by, about=invoice.engagement)
    _mail(invoice, contact, the_foundation(), by=by)


def _mail(invoice: Invoice, contact: Contact, foundation: Foundation, *, by: User) -> None:
    token = new_link(LinkPurpose.READ_INVOICE, invoice, contact, days=LINK_DAYS, by=by)
    outbox.queue(invoice_mail(invoice, contact, token, foundation), about=invoice)


def send_again(invoice: Invoice, *, by: User) -> None:
    """Mail an issued invoice once more, with a fresh link; the earlier one stops working."""
    if not invoice.is_issued:
        raise WrongState(_("This is a draft; issue it first."))
    withdraw_links(invoice, by=by)
    audit.record("invoice:sent_again", invoice, by=by, about=invoice.engagement)
    mail_out(invoice, by=by)


def paper_of(invoice: Invoice) -> bytes:
    """The paper: as it was sent, or as a draft would look now, without its number."""
    if invoice.pdf is not None:
        return invoice.pdf
    load_hours(invoice)
    return invoice_pdf(invoice, the_foundation().sender)


def letters_of(drafts: Sequence[Invoice]) -> list[tuple[Invoice, Mail, list[Missing]]]:
    """Each draft, the mail that issuing it today would send, and what it misses for that."""
    foundation = the_foundation()
    return [_letter(draft, receiver_of(draft), foundation) for draft in drafts]


def _letter(
    draft: Invoice, contact: Contact | None, foundation: Foundation
) -> tuple[Invoice, Mail, list[Missing]]:
    missing = what_is_missing(draft, foundation, contact)
    with speaking(draft.language):
        letter = Mail(
            to="" if contact is None else f"{contact.name} <{contact.email}>",
            subject=subject_of(draft),
            text="" if contact is None else text_of(draft, contact, foundation, due(draft)),
        )
    return draft, letter, missing


def due(invoice: Invoice) -> date:
    """When an invoice of today is to be paid, by the organisation's payment term."""
    return clock.today() + timedelta(days=invoice.organisation.payment_term_days)


def _freeze(invoice: Invoice, sender: Sender, due_on: date | None) -> None:
    today, organisation = clock.today(), invoice.organisation
    with session.no_autoflush:
        invoice.recipient = "\n".join(organisation.address_lines)
        invoice.recipient_vat_id = "" if _is_outside_scope(invoice) else organisation.vat_id or ""
        invoice.e_invoice_profile = organisation.e_invoice_profile
        number = f"{today.year}-{series.take(InvoiceSeries, today.year):04}"
        invoice.payment_reference = payment_reference(number)
        invoice.issue(number=number, on=today, due_on=due_on)
        _write(invoice, sender)


def _is_outside_scope(invoice: Invoice) -> bool:
    """Whether no btw-id may stand on it (FACTS.md 2)."""
    return any(line.vat_category is VatCategory.OUTSIDE_SCOPE for line in invoice.lines)


def _write(invoice: Invoice, sender: Sender) -> None:
    """Keep the e-invoice, with the paper and the hours in it, and the paper with that inside."""
    with speaking(invoice.language):
        paper, name = drawn_invoice(invoice, sender), file_name(invoice)
        described = _("The invoice as e-invoice (UBL)")
        invoice.ubl = ubl_of(invoice, sender, attachments=_inside(invoice, paper.written()))
    invoice.pdf = paper.written([Attachment(f"{name}.xml", MEDIA_TYPE, invoice.ubl, described)])
    invoice.ubl_sha256 = hashlib.sha256(invoice.ubl).hexdigest()
    invoice.pdf_sha256 = hashlib.sha256(invoice.pdf).hexdigest()


def _inside(invoice: Invoice, pdf: bytes) -> list[Attachment]:
    """What goes along in the e-invoice: the paper, and the hours for a spreadsheet."""
    name = file_name(invoice)
    paper = Attachment(f"{name}.pdf", "application/pdf", pdf, _("The invoice on paper"))
    rows = b"" if invoice.is_credit else specification_csv(invoice)
    described = _("The hours behind this invoice")
    hours = Attachment(f"{name}-{_('hours')}.csv", "text/csv", rows, described)
    return [paper, hours] if rows else [paper]
