"""What a commissioner's page shows of an invoice, behind the link in the mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.reminders import LateCharge, Reminder
from lt_admin.billing.queries.charges import CHARGES
from lt_admin.billing.queries.checkouts import pay_online
from lt_admin.billing.queries.invoice_lists import ROUNDS, STANDINGS, Standing, standing_of
from lt_admin.billing.queries.invoices import credits_of, find_invoice, payments_of
from lt_admin.billing.queries.questions import questions_of
from lt_admin.billing.rules.transfers import Squares, squares
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.foundation import Foundation, the_foundation
from lt_admin.core.money import ZERO, Money
from lt_admin.core.paper.payment import epc_code


def invoice_of(link: MailLink) -> Invoice | None:
    """The invoice that a commissioner's link is about."""
    kind, _colon, number = link.subject.partition(":")
    return find_invoice(int(number)) if kind == Invoice.__tablename__ else None


def is_readable(link: MailLink) -> bool:
    """Whether the link still shows the invoice."""
    return link.is_open(clock.now())


def last_link(invoice: Invoice) -> MailLink | None:
    """The newest link that was mailed for an invoice."""
    wanted = select(MailLink).where(
        MailLink.subject == audit.name_of(invoice), MailLink.purpose == LinkPurpose.READ_INVOICE
    )
    return session.scalars(wanted.order_by(MailLink.id.desc()).limit(1)).one_or_none()


def letter_of(invoice: Invoice) -> dict[str, Any]:
    """Everything that the page shows; nothing of other commissioners."""
    standing, asks = standing_of(invoice), not invoice.is_credit and invoice.open > ZERO
    charges = charges_of(invoice)
    return {
        "invoice": invoice,
        "badge": STANDINGS[standing],
        "is_late": standing is Standing.OVERDUE,
        "asks": asks,
        "pay_online": pay_online(invoice),
        "to_give_back": -invoice.open if invoice.open < ZERO else None,
        "payments": payments_of(invoice),
        "credits": credits_of(invoice),
        "reminders": reminders_of(invoice),
        "charges": charges,
        "charged": Money.total(each.open for each in charges),
        "lateness": CHARGES,
        "questions": questions_of(invoice),
        "others": others_of(invoice),
        "standing_of": lambda each: STANDINGS[standing_of(each)],
        "rounds": ROUNDS,
        "reference": reference_of(invoice),
        "code": code_of(invoice, the_foundation()) if asks else None,
        **whom_to_call(invoice),
    }


def whom_to_call(invoice: Invoice) -> dict[str, Any]:
    """The coordinator's name, and the foundation with its account, telephone and mail."""
    return {"coordinator": invoice.engagement.coordinator, "foundation": the_foundation()}


def reference_of(invoice: Invoice) -> str:
    """What a transfer is recognised by: the structured reference, else the number."""
    return invoice.payment_reference or invoice.number or ""


def code_of(invoice: Invoice, foundation: Foundation) -> Squares | None:
    """The code that a banking app reads to pay what is open; None without our account."""
    if not foundation.iban:
        return None
    told = epc_code(foundation.name, foundation.iban, invoice.open, reference_of(invoice))
    return squares(told)


def reminders_of(invoice: Invoice) -> Sequence[Reminder]:
    """How we asked for it before, in order."""
    wanted = select(Reminder).where(Reminder.invoice_id == invoice.id)
    return session.scalars(wanted.order_by(Reminder.level)).all()


def charges_of(invoice: Invoice) -> Sequence[LateCharge]:
    """What lateness costs on it, as far as it is still asked for; costs before interest."""
    wanted = select(LateCharge).where(
        LateCharge.invoice_id == invoice.id,
        LateCharge.waived_on.is_(None),
        LateCharge.paid < LateCharge.amount,
    )
    return session.scalars(wanted.order_by(LateCharge.kind, LateCharge.id)).all()


def others_of(invoice: Invoice) -> Sequence[Invoice]:
    """The other invoices of the same organisation in the same review, in order of number."""
    wanted = (
        select(Invoice)
        .where(Invoice.engagement_id == invoice.engagement_id)
        .where(Invoice.organisation_id == invoice.organisation_id, Invoice.id != invoice.id)
        .where(Invoice.state != InvoiceState.DRAFT)
        .order_by(Invoice.number)
    )
    return session.scalars(wanted).all()
