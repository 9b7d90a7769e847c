"""Mails to payees about their statements and invoices."""

from __future__ import annotations

from typing import Any

from flask import render_template

from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import formats
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, speaking
from lt_admin.core.outbox import Attachment, Mail
from lt_admin.payouts.models.bills import Bill, BillKind


def link_renewed(statement: PaymentStatement, *, link: str) -> Mail:
    """A fresh link to the page of a statement."""
    with speaking(statement.payee.language):
        subject = _("Your page about payment statement %(number)s", number=statement.number)
        return _mail(statement, subject, "link_renewed", link=link)


def bill_rejected(bill: Bill, *, link: str) -> Mail:
    """An invoice goes back to who sent it, with the reason and the page to send another."""
    statement = bill.statement
    with speaking(statement.payee.language):
        subject = _("About your invoice %(number)s", number=bill.number)
        return _mail(statement, subject, "bill_rejected", bill=bill, link=link)


def self_bill_mail(bill: Bill, *, link: str) -> Mail:
    """The invoice, or credit invoice, that we wrote in the payee's name, on paper and as UBL."""
    statement = bill.statement
    is_credit = bill.kind is BillKind.SELF_BILLED_CREDIT
    with speaking(statement.payee.language):
        facts = {"number": bill.number, "statement": statement.number}
        subject = (
            _("Credit invoice %(number)s in your name, for statement %(statement)s", **facts)
            if is_credit
            else _("Invoice %(number)s in your name, for statement %(statement)s", **facts)
        )
        name = file_name(bill)
        files = (
            Attachment(f"{name}.pdf", "application/pdf", bill.pdf or b""),
            Attachment(f"{name}.xml", "application/xml", bill.ubl or b""),
        )
        told = {"bill": bill, "gross": formats.euro(abs_of(bill), language())}
        return _mail(statement, subject, "self_bill", link=link, attachments=files, **told)


def abs_of(bill: Bill) -> int:
    """The amount with VAT in cents, above zero."""
    return abs(bill.gross.cents)


def file_name(bill: Bill) -> str:
    """What the file is called: ``factuur-A12-2025-0001``; in the language of the moment."""
    is_credit = bill.kind is BillKind.SELF_BILLED_CREDIT
    word = _("credit-invoice") if is_credit else _("invoice")
    return f"{word}-{bill.number}"


def _mail(
    statement: PaymentStatement,
    subject: str,
    name: str,
    *,
    link: str,
    attachments: tuple[Attachment, ...] = (),
    **facts: Any,
) -> Mail:
    known = {"statement": statement, "foundation": the_foundation(), **facts}
    return Mail(
        to=statement.payee.email,
        subject=subject,
        text=render_template(f"payouts/mail/{name}.txt", **known),
        language=language(),
        link=link,
        attachments=attachments,
    )
