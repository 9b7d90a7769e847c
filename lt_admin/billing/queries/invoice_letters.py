"""What a commissioner's page shows of an invoice, behind the link in the mail."""

from __future__ import annotations

from typing import Any

from lt_admin.accounts.models import MailLink
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.checkouts import pay_online
from lt_admin.billing.queries.invoice_lists import STANDINGS, Standing, standing_of
from lt_admin.billing.queries.invoices import credits_of, find_invoice, payments_of
from lt_admin.core import clock
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import ZERO


def invoice_of(link: MailLink) -> Invoice | None:
    """The invoice that a commissioner's link is about."""
    kind, _colon, number = link.subject.partition(":")
    return find_invoice(int(number)) if kind == Invoice.__tablename__ else None


def is_readable(link: MailLink) -> bool:
    """Whether the link still shows the invoice."""
    return link.is_open(clock.now())


def letter_of(invoice: Invoice) -> dict[str, Any]:
    """Everything that the page shows; nothing of other commissioners."""
    standing = standing_of(invoice)
    return {
        "invoice": invoice,
        "badge": STANDINGS[standing],
        "is_late": standing is Standing.OVERDUE,
        "asks": not invoice.is_credit and invoice.open > ZERO,
        "pay_online": pay_online(invoice),
        "to_give_back": -invoice.open if invoice.open < ZERO else None,
        "payments": payments_of(invoice),
        "credits": credits_of(invoice),
        **whom_to_call(invoice),
    }


def whom_to_call(invoice: Invoice) -> dict[str, Any]:
    """The coordinator's name, and the foundation with its account, telephone and mail."""
    return {"coordinator": invoice.engagement.coordinator, "foundation": the_foundation()}
