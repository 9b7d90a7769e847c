"""Questions about an invoice: asked on the commissioner's page, answered by the coordinator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from lt_admin.accounts.models import LinkPurpose, User
from lt_admin.accounts.services import new_link
from lt_admin.billing.mails.questions import question_answered
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.billing.queries import questions as queries
from lt_admin.billing.rules import questions as rules
from lt_admin.billing.services.issuing import LINK_DAYS
from lt_admin.core import audit, clock, links, outbox
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.organisations import Contact


def ask(invoice: Invoice, *, contact: Contact | None, name: str, words: str) -> InvoiceQuestion:
    """A commissioner asks something about its invoice, which gets no reminder until the answer.

    Refused without words, and while many questions of it wait.
    """
    if not invoice.is_issued:
        raise WrongState(_("Only an invoice that was sent can be asked about."))
    asked = InvoiceQuestion(
        invoice=invoice,
        contact=contact,
        name=rules.check_words(name),
        words=rules.check_words(words),
        asked_at=clock.now(),
    )
    with session.no_autoflush:
        rules.check_room(queries.waiting_of(invoice))
    session.add(asked)
    by = audit.SYSTEM if contact is None else contact
    audit.record("question:asked", asked, by=by, about=invoice.engagement)
    return asked


def forget(before: datetime) -> int:
    """Let go of the questions that were answered before `before`; their number."""
    old = InvoiceQuestion.id.in_(queries.answered_before(before))
    return len(
        session.scalars(delete(InvoiceQuestion).where(old).returning(InvoiceQuestion.id)).all()
    )


def answer(question: InvoiceQuestion, *, answer: str, by: User) -> None:
    """Answer it: by mail to the contact that we know, and on the commissioner's page.

    Refused without words, or when nobody is left to write to; raises WrongState when it was
    answered already.
    """
    queries.lock(question)
    if question.answered_at is not None:
        raise WrongState(_("This question was answered already."))
    contact = queries.reader_of(question)
    if contact is None:
        raise Refused(_("There is nobody at the organisation to send the answer to."))
    question.answer = rules.check_words(answer)
    question.answered_at, question.answered_by = clock.now(), by
    audit.record("question:answered", question, by=by, about=question.invoice.engagement)
    _tell(question, contact, by=by)


def _tell(question: InvoiceQuestion, contact: Contact, *, by: User) -> None:
    invoice = question.invoice
    token = new_link(LinkPurpose.READ_INVOICE, invoice, contact, days=LINK_DAYS, by=by)
    address = links.address(f"/invoice/{token}")
    mail = question_answered(question, contact, the_foundation(), link=address)
    outbox.queue(mail, about=invoice)
