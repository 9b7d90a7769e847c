"""The mail that goes with a payment statement."""

from __future__ import annotations

from flask import render_template

from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import Attachment, Mail


def statement_issued(statement: PaymentStatement, *, link: str) -> Mail:
    """Tell a payee what will be paid, with the statement itself and the address of its page."""
    language, name = statement.language, _file_name(statement)
    with speaking(language):
        facts = {
            "statement": statement,
            "month": formats.month(statement.month_on, language),
            "amount": formats.euro(statement.amount, language),
            "iban": formats.iban(statement.iban),
        }
        return Mail(
            to=statement.payee.email,
            subject=_("Payment statement %(number)s", number=statement.number),
            text=render_template("billing/mail/statement_issued.txt", **facts),
            language=language,
            link=link,
            attachments=(Attachment(name, "application/pdf", statement.pdf or b""),),
        )


def _file_name(statement: PaymentStatement) -> str:
    return f"{statement.number}.pdf"
