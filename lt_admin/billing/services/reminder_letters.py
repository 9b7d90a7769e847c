"""The letters and mails of reminders before they go: exactly what would go to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.billing.mails.reminders import subject_of, text_of
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.reminders import Reminder, ReminderLevel
from lt_admin.billing.queries import reminders as queries
from lt_admin.billing.queries.charges import open_charges
from lt_admin.billing.services.reminders import as_letter, letter_of, paper_of
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import speaking
from lt_admin.core.money import ZERO, Money
from lt_admin.core.outbox import Mail
from lt_admin.orientation.models.engagements import Engagement

ADDRESS = "Instelling De Proefpolder (demo)\nDijkweg 1\n1234 AB  Testerdam"


@dataclass(frozen=True)
class Letter:
    """One reminder that is due, its level, and the mail that it goes with."""

    candidate: queries.Candidate
    level: ReminderLevel
    mail: Mail


def letters_of(due: Sequence[queries.Candidate]) -> list[Letter]:
    """What sending these today would mail; a few statements, however many there are."""
    ids = [each.invoice_id for each in due]
    if not ids:
        return []
    invoices, levels = queries.invoices_of(ids), queries.levels_by_number()
    charges, foundation = open_charges(ids), the_foundation()
    found = []
    with session.no_autoflush:
        for each in due:
            level = levels[each.level or 0]
            charged = charges.get(each.invoice_id, ZERO)
            reminder = as_letter(invoices[each.invoice_id], level, charged)
            with speaking(reminder.language):
                found.append(Letter(each, level, _mail(reminder, level, each, foundation)))
    return found


def _mail(
    reminder: Reminder, level: ReminderLevel, candidate: queries.Candidate, foundation: Any
) -> Mail:
    name = candidate.contact_name or ""
    return Mail(
        to=f"{name} <{candidate.email}>",
        subject=subject_of(reminder, level),
        text=text_of(reminder, level, name, foundation),
    )


def next_letter(invoice: Invoice) -> tuple[Reminder, bytes] | None:
    """The next reminder of an invoice as it would go today; None when none comes any more."""
    found = next(iter(queries.candidates(invoice.id)), None)
    if found is None or found.level is None:
        return None
    level = queries.levels_by_number()[found.level]
    with session.no_autoflush:
        reminder = letter_of(invoice, level)
        return reminder, paper_of(reminder, level)


def specimen(number: int, facts: Mapping[str, Any], language: str) -> bytes:
    """The letter of a level with these words, about an invoice that does not exist."""
    level = ReminderLevel(level=number, **facts)
    today = clock.today()
    due_on = today - timedelta(days=level.wait_days + 1)
    invoice = Invoice(
        engagement=Engagement(code=f"LT-{today.year}-01", coordinator=User(name="Ilse Modelhof")),
        recipient=ADDRESS,
        issued_on=due_on - timedelta(days=30),
        due_on=due_on,
        language=language,
        reference="4500123",
        **dict.fromkeys(("paid", "credited", "written_off"), ZERO),
        gross=Money.euros("2831.40"),
        number=f"{today.year}-0001",  # last: nothing of it changes from here
    )
    return paper_of(as_letter(invoice, level, ZERO), level)
