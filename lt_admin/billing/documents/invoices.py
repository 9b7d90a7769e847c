"""The invoice on paper, with the hours behind it; and the credit invoice."""

from __future__ import annotations

from collections.abc import Mapping

from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import i18n
from lt_admin.core.formats import euro
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.words import text, title

NO_REASONS: Mapping[str, str] = {}


def invoice_pdf(invoice: Invoice, sender: Sender, reasons: Mapping[str, str] = NO_REASONS) -> bytes:
    """An issued invoice or credit invoice in its language; equal invoices, equal bytes.

    `reasons` says, by VAT code and in that language, why no VAT is charged.
    """
    number, day = invoice.number or "", invoice.issued_on or invoice.created_at.date()
    with i18n.speaking(invoice.language):
        story = [
            Opening(sender, invoice.recipient.splitlines(), []),
            title(number),
            text(euro(invoice.gross, invoice.language)),
        ]
        return render(Paper(number, day, sender, story))
