"""What the pages show of reminders: the card of one invoice, the overview, and what went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select, true

from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.models.reminders import (
    ChargeAllocation,
    ChargeKind,
    LateCharge,
    Reminder,
    ReminderHold,
    ReminderLevel,
)
from lt_admin.billing.queries.charges import OURS, Allowed, Late, allowed_of, rates_of
from lt_admin.billing.queries.reminders import (
    IS_ASKED,
    IS_DISPUTED,
    TODAY,
    Candidate,
    Waits,
    candidates,
)
from lt_admin.billing.rules.reminders import goes_on
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO
from lt_admin.orientation.models.organisations import Organisation

WAITS: dict[Waits, Any] = {
    Waits.HELD: _l("made to wait"),
    Waits.QUESTION: _l("a question waits for our answer"),
    Waits.DISPUTE: _l("a payment is disputed"),
    Waits.DONE: _l("had its last reminder"),
    Waits.NOBODY: _l("nobody to write to"),
}


@dataclass(frozen=True)
class Reminding:
    """How one invoice stands: what it was sent, what comes next, and what lateness costs."""

    sent: Sequence[tuple[Reminder, ReminderLevel]]
    hold: ReminderHold | None
    waits: Waits | None  # beside the hold
    next_level: ReminderLevel | None
    goes_on: date | None
    charges: Sequence[LateCharge]
    allowed: Mapping[ChargeKind, Allowed]
    is_open: bool


def reminders_of(
    invoice: Invoice, payments: Sequence[PaymentAllocation]
) -> dict[str, Reminding | None]:
    """The facts of the card of reminders, in two statements; None when it never has any."""
    if not invoice.is_issued or invoice.is_credit or invoice.due_on is None:
        return {"reminding": None}
    rows = session.execute(_all_of(invoice.id)).all()
    today = clock.today()
    sent = list({row[1].id: (row[1], row[0]) for row in rows if row[1]}.values())
    allowed: Mapping[ChargeKind, Allowed] = {}
    if invoice.due_on < today:
        allowed = allowed_of(_late(invoice, payments, rows, sent), today)
    is_open = invoice.state is InvoiceState.ISSUED and invoice.open > ZERO
    next_level = next((row[0] for row in rows if is_open and row[0].level > len(sent)), None)
    last_day = sent[-1][0].due_on if sent else invoice.due_on
    found = Reminding(
        sent=sent,
        hold=rows[0][2],
        waits=Waits.QUESTION if rows[0][4] else Waits.DISPUTE if rows[0][5] else None,
        next_level=next_level,
        goes_on=max(today, goes_on(last_day, next_level.wait_days)) if next_level else None,
        charges=_charges(rows),
        allowed=allowed,
        is_open=is_open,
    )
    return {"reminding": found}


def _all_of(invoice_id: int) -> Select[Any]:
    """Every level with the reminder that was sent, beside each hold, charge and its payments."""
    sent = (Reminder.level == ReminderLevel.level) & (Reminder.invoice_id == Invoice.id)
    live = ReminderHold.lifted_at.is_(None) & (ReminderHold.until >= TODAY)
    paid = ChargeAllocation.undone_at.is_(None) & (ChargeAllocation.charge_id == LateCharge.id)
    facts = (ChargeAllocation.id, ChargeAllocation.amount, Payment.received_on)
    return (
        select(ReminderLevel, Reminder, ReminderHold, LateCharge, IS_ASKED, IS_DISPUTED, *facts)
        .select_from(Invoice)
        .join(ReminderLevel, true())
        .outerjoin(Reminder, sent)
        .outerjoin(ReminderHold, live & (ReminderHold.invoice_id == Invoice.id))
        .outerjoin(LateCharge, LateCharge.invoice_id == Invoice.id)
        .outerjoin(ChargeAllocation, paid)
        .outerjoin(Payment, Payment.id == ChargeAllocation.payment_id)
        .where(Invoice.id == invoice_id)
        .order_by(ReminderLevel.level, LateCharge.id)
    )


def _charges(rows: Sequence[Any]) -> list[LateCharge]:
    return list({row[3].id: row[3] for row in rows if row[3]}.values())


def _late(
    invoice: Invoice,
    payments: Sequence[PaymentAllocation],
    rows: Sequence[Any],
    sent: Sequence[tuple[Reminder, ReminderLevel]],
) -> Late:
    interest = {
        row[6]: (row[8], row[7]) for row in rows if row[6] and row[3].kind is ChargeKind.INTEREST
    }
    return Late(
        invoice=invoice,
        payments=payments,
        charges=_charges(rows),
        interest_paid=list(interest.values()),
        rates=rates_of(OURS),
        is_warned=any(
            level.names_costs and reminder.due_on < clock.today() for reminder, level in sent
        ),
    )


def overview() -> dict[str, Any]:
    """What the page of reminders shows: what goes today, what soon, and what waits for what."""
    found, today = candidates(), clock.today()
    waiting = [each for each in found if each.waits and each.waits is not Waits.DONE]
    return {
        "due": [each for each in found if each.is_due],
        "coming": sorted(
            (each for each in found if each.waits is None and each.goes_on > today),
            key=_by_day,
        ),
        "waiting": waiting,
        "done": [each for each in found if each.waits is Waits.DONE and each.goes_on <= today],
    }


def _by_day(candidate: Candidate) -> tuple[date, str]:
    return (candidate.goes_on, candidate.number)


SENT = Listing(
    "reminders",
    key=Reminder.id,
    order="-sent_on",
    columns=(
        Column(
            "sent_on",
            _l("Sent"),
            Reminder.sent_on,
            kind="day",
        ),
        Column("number", _l("Invoice"), Invoice.number),
        Column("organisation", _l("Organisation"), Organisation.name, card="wide"),
        Column("level", _l("Reminder"), Reminder.level, kind="number"),
        Column("due_on", _l("Payable by"), Reminder.due_on, kind="day"),
        Column("mailed_to", _l("Mailed to"), Reminder.mailed_to),
        Column("amount", _l("Open then"), Reminder.amount, kind="euro"),
        Column("charges", _l("Interest and costs"), Reminder.charges, kind="euro"),
        Column("invoice_id", "", Reminder.invoice_id, card="carried"),
    ),
    filters=(
        Search(
            "q",
            _l("Search"),
            (Invoice.number, Organisation.name),
            hint=_l("number or organisation"),
        ),
        Days("from", _l("From"), lambda day: Reminder.sent_on >= day),
        Days("until", _l("Until and including"), lambda day: Reminder.sent_on <= day),
        Choice(
            "level",
            _l("Reminder"),
            {1: _l("first"), 2: _l("second"), 3: _l("third")},
            lambda level: Reminder.level == level,
        ),
    ),
)


def all_sent() -> Select[Any]:
    """Every reminder that was sent; whoever may read invoices may read all."""
    return (
        select()
        .select_from(Reminder)
        .join(Invoice, Invoice.id == Reminder.invoice_id)
        .join(Organisation, Organisation.id == Invoice.organisation_id)
    )
