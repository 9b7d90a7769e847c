"""The payment statement on paper: for which hours of whom a payee is paid."""

from __future__ import annotations

from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import i18n
from lt_admin.core.formats import euro
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.words import text, title


def statement_pdf(statement: PaymentStatement, sender: Sender) -> bytes:
    """The statement in its language; equal statements, equal bytes."""
    with i18n.speaking(statement.language):
        story = [
            Opening(sender, statement.recipient.splitlines(), []),
            title(statement.number),
            text(euro(statement.amount, statement.language)),
        ]
        return render(Paper(statement.number, statement.issued_on, sender, story))
