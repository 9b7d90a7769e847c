"""The mail that brings an invoice or a credit invoice."""

from __future__ import annotations

from datetime import date

from flask import render_template

from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import links
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import Attachment, Mail
from lt_admin.orientation.models.organisations import Contact


def invoice_mail(invoice: Invoice, contact: Contact, token: str, foundation: Foundation) -> Mail:
    """The invoice as PDF and as e-invoice, with a link to the page that says how it stands."""
    with speaking(invoice.language):
        return Mail(
            to=contact.email,
            subject=subject_of(invoice),
            text=text_of(invoice, contact, foundation, invoice.due_on),
            language=invoice.language,
            link=links.address(f"/invoice/{token}"),
            attachments=(
                Attachment(f"{file_name(invoice)}.pdf", "application/pdf", invoice.pdf or b""),
                Attachment(f"{file_name(invoice)}.xml", "application/xml", invoice.ubl or b""),
            ),
        )


def subject_of(invoice: Invoice) -> str:
    """The subject line, in the language of the moment."""
    facts = {"number": invoice.number or _("(number follows)"), "code": invoice.engagement.code}
    if invoice.is_credit:
        return _("Credit invoice %(number)s for learning review %(code)s", **facts)
    return _("Invoice %(number)s for learning review %(code)s", **facts)


def text_of(invoice: Invoice, contact: Contact, foundation: Foundation, due_on: date | None) -> str:
    """The text, in the language of the moment; the address of the page stands as ``{link}``."""
    facts = {"invoice": invoice, "contact": contact, "foundation": foundation, "due_on": due_on}
    return render_template("billing/mail/invoice.txt", **facts)


def file_name(invoice: Invoice) -> str:
    """What the file is called: ``factuur-2025-0001``; in the language of the moment."""
    word = _("credit-invoice") if invoice.is_credit else _("invoice")
    return f"{word}-{invoice.number or _('draft')}"
