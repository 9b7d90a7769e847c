"""A commissioner's own link to an invoice, mailed anew to the contact that we know."""

from __future__ import annotations

from datetime import timedelta

from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.services import new_link, withdraw_links
from lt_admin.billing.mails.questions import invoice_link_renewed
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.invoice_letters import last_link
from lt_admin.billing.queries.invoices import receiver_of
from lt_admin.billing.services.issuing import LINK_DAYS
from lt_admin.core import audit, clock, links, outbox
from lt_admin.core.foundation import the_foundation
from lt_admin.orientation.models.organisations import Contact

PATIENCE = timedelta(minutes=15)  # between two links that somebody asks for


def ask_again(invoice: Invoice) -> bool:
    """Mail a fresh link because the holder of an old one asks; False when one went out just now.

    It goes to the organisation's own contact for invoices and to nobody else, whoever asks.
    """
    newest, contact = last_link(invoice), receiver_of(invoice)
    if contact is None or not invoice.is_issued:
        return False
    if newest is not None and clock.now() - newest.created_at < PATIENCE:
        return False
    _mail_link(invoice, contact)
    return True


def _mail_link(invoice: Invoice, contact: Contact) -> None:
    """Mail a fresh link; earlier ones stop working."""
    withdraw_links(invoice, by=contact)
    token = new_link(LinkPurpose.READ_INVOICE, invoice, contact, days=LINK_DAYS, by=contact)
    address = links.address(f"/invoice/{token}")
    mail = invoice_link_renewed(invoice, contact, the_foundation(), link=address)
    outbox.queue(mail, about=invoice)
    audit.record("invoice:sent_again", invoice, by=contact, about=invoice.engagement)
