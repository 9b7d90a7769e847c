"""Questions about invoices: those of one invoice, and those that wait for the coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.billing.queries.invoices import WITH_PARTIES, receiver_of
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.telling import Told
from lt_admin.orientation.models.organisations import Contact, Organisation


def find_question(question_id: int) -> InvoiceQuestion | None:
    """The question with this number, with its invoice and who asked."""
    wanted = (
        select(InvoiceQuestion)
        .where(InvoiceQuestion.id == question_id)
        .options(joinedload(InvoiceQuestion.invoice).options(*WITH_PARTIES))
        .options(joinedload(InvoiceQuestion.contact))
    )
    return session.scalars(wanted).unique().one_or_none()


def lock(question: InvoiceQuestion) -> None:
    """Show the question as it stands now, and let nobody else answer before we commit."""
    wanted = select(InvoiceQuestion).where(InvoiceQuestion.id == question.id).with_for_update()
    session.scalars(wanted.execution_options(populate_existing=True)).one()


def questions_of(invoice: Invoice) -> Sequence[InvoiceQuestion]:
    """What was asked about an invoice, in order."""
    wanted = (
        select(InvoiceQuestion)
        .where(InvoiceQuestion.invoice_id == invoice.id)
        .options(joinedload(InvoiceQuestion.answered_by))
        .order_by(InvoiceQuestion.id)
    )
    return session.scalars(wanted).all()


def answered_before(before: datetime) -> Select[int]:
    """The questions that were answered before `before`."""
    return select(InvoiceQuestion.id).where(InvoiceQuestion.answered_at < before)


def waiting_of(invoice: Invoice) -> int:
    """How many questions about an invoice wait; of two who ask at once, the second waits here."""
    session.scalars(select(Invoice.id).where(Invoice.id == invoice.id).with_for_update()).one()
    wanted = select(func.count(InvoiceQuestion.id)).where(
        InvoiceQuestion.invoice_id == invoice.id, InvoiceQuestion.answered_at.is_(None)
    )
    return session.scalars(wanted).one()


def reader_of(question: InvoiceQuestion) -> Contact | None:
    """Who gets the answer: the contact who asked, or when that one has left the usual one."""
    asked = question.contact
    return receiver_of(question.invoice) if asked is None or asked.left_on else asked


def yours_of(invoice: Invoice) -> dict[str, Any]:
    """What the card about questions shows, on the page of an invoice."""
    return {"questions": questions_of(invoice)}


def duties(user: User) -> list[Duty]:
    """The questions that wait for an answer."""
    if not user.may(Permission.INVOICE_MANAGE):
        return []
    wanted = (
        select(
            InvoiceQuestion.id,
            InvoiceQuestion.asked_at,
            Invoice.number,
            Organisation.name.label("who"),
        )
        .join(Invoice, Invoice.id == InvoiceQuestion.invoice_id)
        .join(Organisation, Organisation.id == Invoice.organisation_id)
        .where(InvoiceQuestion.answered_at.is_(None))
        .order_by(InvoiceQuestion.id)
    )
    return [
        Duty(
            _("%(who)s has a question about invoice %(number)s.", who=row.who, number=row.number),
            since=clock.day_of(row.asked_at),
            url=url_for("questions.answering", question_id=row.id),
            button=_("Read and answer"),
            reason=_("Until it is answered this invoice gets no reminder."),
            badge=Badge(_("question"), "warn", "mail"),
        )
        for row in session.execute(wanted)
    ]


TOLD: Told = {
    "question:answered": lambda _facts: _("A question about an invoice was answered."),
    "question:asked": lambda _facts: _("A commissioner asked a question about an invoice."),
}
