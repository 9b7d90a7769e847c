"""Mails about an invoice's page: the answer to a question, and a new link."""

from __future__ import annotations

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import LINK, Mail
from lt_admin.orientation.models.organisations import Contact


def question_answered(
    question: InvoiceQuestion,
    contact: Contact,
    foundation: Foundation,
    *,
    answer: str | None = None,
    link: str | None = None,
) -> Mail:
    """The answer, with what was asked; `answer` is one that was not given yet."""
    invoice = question.invoice
    with speaking(invoice.language):
        body = [
            _("You asked about invoice %(number)s:", number=invoice.number),
            _quoted(question.words),
            _("Our answer:"),
            _plain(question.answer if answer is None else answer),
            _("The answer also stands on the page of the invoice:") + f"\n{LINK}",
        ]
        subject = _("Your question about invoice %(number)s", number=invoice.number)
        return _letter(invoice, contact, subject, body, foundation, link)


def invoice_link_renewed(
    invoice: Invoice, contact: Contact, foundation: Foundation, *, link: str
) -> Mail:
    """A new link to the page of an invoice, because the holder of an old one asked."""
    with speaking(invoice.language):
        facts = {"number": invoice.number}
        body = [
            _("Here is a new link to the page of invoice %(number)s:", **facts) + f"\n{LINK}",
            _("There you find the invoice, how it stands, and how to pay."),
            _("Earlier links no longer work. Did you not ask for this? Then you can let it be."),
        ]
        subject = _("A new link to invoice %(number)s", **facts)
        return _letter(invoice, contact, subject, body, foundation, link)


def _letter(
    invoice: Invoice,
    contact: Contact,
    subject: str,
    body: list[str],
    foundation: Foundation,
    link: str | None,
) -> Mail:
    closing = (
        _("Kind regards,"),
        invoice.engagement.coordinator.name,
        foundation.name,
        foundation.phone,
        foundation.email,
    )
    greeting = _("Dear %(name)s,", name=contact.name)
    text = "\n\n".join([greeting, *body, "\n".join(part for part in closing if part)])
    return Mail(contact.email, subject, text, invoice.language, link)


def _plain(words: str) -> str:
    """What a person typed; the mark for the link is ours alone."""
    return words.replace(LINK, "(link)")


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in _plain(words).splitlines())
