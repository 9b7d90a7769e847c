"""Which invoices are reminded when, and what keeps them from it; all in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceState
from lt_admin.billing.models.payments import (
    Payment,
    PaymentAllocation,
    PaymentReturn,
    ReturnKind,
    ReturnState,
)
from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.models.reminders import Reminder, ReminderHold, ReminderLevel
from lt_admin.billing.queries.invoice_lists import OWED
from lt_admin.billing.rules import reminders as rules
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact, Organisation


class Waits(StrEnum):
    """Why an invoice gets no reminder now."""

    HELD = "held"  # a person said so, until a day
    QUESTION = "question"  # it waits for our answer
    DISPUTE = "dispute"  # a payment of it is disputed
    NOBODY = "nobody"  # there is nobody to write to
    DONE = "done"  # it had its last reminder, and the term of that went by


@dataclass(frozen=True)
class Candidate:
    """An invoice that is late, or soon: which reminder comes next, and what keeps it."""

    invoice_id: int
    number: str
    organisation_id: int
    organisation: str
    code: str
    due_on: date
    open: Money
    last_due_on: date | None  # of the reminder before, if there was one
    level: int | None  # of the next one; None after the last
    wait_days: int | None
    hold_id: int | None
    held_until: date | None
    hold_reason: str | None
    has_question: bool
    has_dispute: bool
    contact_name: str | None
    email: str | None

    @property
    def goes_on(self) -> date:
        """The first day on which the next reminder goes; after the last, when its term is over."""
        return rules.goes_on(self.last_due_on or self.due_on, self.wait_days or 0)

    @property
    def waits(self) -> Waits | None:
        """What keeps it from being reminded, if anything does."""
        found = {
            Waits.HELD: self.hold_id is not None,
            Waits.QUESTION: self.has_question,
            Waits.DISPUTE: self.has_dispute,
            Waits.DONE: self.level is None,
            Waits.NOBODY: self.email is None,
        }
        return next((why for why, is_so in found.items() if is_so), None)

    @property
    def is_due(self) -> bool:
        """Whether its reminder goes today."""
        return self.waits is None and self.goes_on <= clock.today()


def _soon() -> date:
    return clock.today() + timedelta(days=rules.SOON_DAYS)


SOON: Any = bindparam("soon", callable_=_soon, type_=Date())
TODAY: Any = bindparam("reminder_today", callable_=clock.today, type_=Date())
_LAST = (
    select(
        Reminder.invoice_id,
        func.max(Reminder.level).label("level"),
        func.max(Reminder.due_on).label("due_on"),
    )
    .group_by(Reminder.invoice_id)
    .subquery()
)
IS_ASKED: Any = (
    select(InvoiceQuestion.id)
    .where(InvoiceQuestion.invoice_id == Invoice.id, InvoiceQuestion.answered_at.is_(None))
    .exists()
)
IS_DISPUTED: Any = (
    select(PaymentReturn.id)
    .join(Payment, Payment.id == PaymentReturn.payment_id)
    .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
    .where(PaymentAllocation.invoice_id == Invoice.id)
    .where(PaymentReturn.kind == ReturnKind.DISPUTE, PaymentReturn.state == ReturnState.ASKED)
    .exists()
)
# Who gets it: the contact for reminders, else for invoices, else who accepted the quote.
_RECEIVER: Any = (
    select(Contact.id)
    .where(Contact.organisation_id == Invoice.organisation_id, Contact.left_on.is_(None))
    .where(or_(Contact.for_reminder, Contact.for_invoice, Contact.id == CostShare.contact_id))
    .order_by(Contact.for_reminder.desc(), Contact.for_invoice.desc(), Contact.id)
    .limit(1)
    .correlate(Invoice, CostShare)
    .scalar_subquery()
)


def candidates(invoice_id: int | None = None) -> list[Candidate]:
    """Every invoice that is reminded within a week or should have been, what is first due on top.

    Credit invoices and what is paid are none.
    """
    wanted = _candidates().order_by(Invoice.due_on, Invoice.number)
    if invoice_id is not None:
        wanted = wanted.where(Invoice.id == invoice_id)
    return [Candidate(*row) for row in session.execute(wanted)]


def _candidates() -> Select[Any]:
    next_level = func.coalesce(_LAST.c.level, 0) + 1
    live = (ReminderHold.invoice_id == Invoice.id) & ReminderHold.lifted_at.is_(None)
    return (
        select(
            *(Invoice.id, Invoice.number, Organisation.id, Organisation.name, Engagement.code),
            *(Invoice.due_on, OWED, _LAST.c.due_on, ReminderLevel.level, ReminderLevel.wait_days),
            *(ReminderHold.id, ReminderHold.until, ReminderHold.reason),
            *(IS_ASKED, IS_DISPUTED, Contact.name, Contact.email),
        )
        .select_from(Invoice)
        .join(Organisation, Organisation.id == Invoice.organisation_id)
        .join(Engagement, Engagement.id == Invoice.engagement_id)
        .join(CostShare, CostShare.id == Invoice.share_id)
        .outerjoin(_LAST, _LAST.c.invoice_id == Invoice.id)
        .outerjoin(ReminderLevel, ReminderLevel.level == next_level)
        .outerjoin(ReminderHold, live & (ReminderHold.until >= TODAY))
        .outerjoin(Contact, Contact.id == _RECEIVER)
        .where(Invoice.state == InvoiceState.ISSUED, Invoice.kind == InvoiceKind.INVOICE)
        .where(OWED > ZERO, Invoice.due_on < SOON)
    )


def due_today() -> list[Candidate]:
    """The invoices whose reminder goes today."""
    return [each for each in candidates() if each.is_due]


def lock_invoice(invoice_id: int) -> None:
    """Whoever else is about to remind this invoice waits for us, or we for them."""
    wanted = select(Invoice).where(Invoice.id == invoice_id).with_for_update()
    session.scalars(wanted.execution_options(populate_existing=True)).one()


def is_on_hold(invoice: Invoice) -> bool:
    """Whether reminders wait: a live hold, a question that waits for us, or a dispute."""
    held = select(ReminderHold.id).where(
        ReminderHold.invoice_id == invoice.id,
        ReminderHold.lifted_at.is_(None),
        ReminderHold.until >= TODAY,
    )
    wanted = select(or_(held.exists(), IS_ASKED, IS_DISPUTED))
    return bool(session.scalar(wanted.select_from(Invoice).where(Invoice.id == invoice.id)))


def receiver_of(invoice: Invoice) -> Contact | None:
    """Who gets its reminders."""
    wanted = (
        select(Contact)
        .select_from(Invoice)
        .join(CostShare, CostShare.id == Invoice.share_id)
        .join(Contact, Contact.id == _RECEIVER)
        .where(Invoice.id == invoice.id)
    )
    return session.scalars(wanted).one_or_none()


def levels() -> Sequence[ReminderLevel]:
    """The levels, in order."""
    return session.scalars(select(ReminderLevel).order_by(ReminderLevel.level)).all()


def levels_by_number() -> Mapping[int, ReminderLevel]:
    """The levels by their number."""
    return {each.level: each for each in levels()}


def find_level(level: int) -> ReminderLevel | None:
    """The level with this number."""
    return session.scalars(select(ReminderLevel).where(ReminderLevel.level == level)).one_or_none()


def find_reminder(reminder_id: int) -> Reminder | None:
    """The reminder with this id, with its invoice."""
    return session.get(Reminder, reminder_id, options=[joinedload(Reminder.invoice)])


def find_hold(hold_id: int) -> ReminderHold | None:
    """The hold with this id, with its invoice."""
    return session.get(ReminderHold, hold_id, options=[joinedload(ReminderHold.invoice)])


def standing_hold(invoice_id: int) -> ReminderHold | None:
    """The hold of an invoice that nobody lifted, though its day may have gone by."""
    wanted = select(ReminderHold).where(
        ReminderHold.invoice_id == invoice_id, ReminderHold.lifted_at.is_(None)
    )
    return session.scalars(wanted).one_or_none()


def invoices_of(ids: Sequence[int]) -> dict[int, Invoice]:
    """These invoices with what their letters need, by id."""
    wanted = (
        select(Invoice)
        .where(Invoice.id.in_(ids))
        .options(joinedload(Invoice.engagement), joinedload(Invoice.organisation))
    )
    return {each.id: each for each in session.scalars(wanted)}
