"""Asking once more: reminders go by themselves on their day, unless a person holds them.

The one rule: the job `reminders` sends every reminder on the first day that its level names; the
page shows a week ahead what will go, so that a person can hold it, and sends what is due at once
when somebody wants that. After a standstill of the job each invoice gets its next level only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from lt_admin.accounts.models import LinkPurpose, User
from lt_admin.accounts.services import new_link
from lt_admin.billing.documents.reminders import Lateness, reminder_pdf
from lt_admin.billing.mails.reminders import reminder_mail
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.reminders import Reminder, ReminderHold, ReminderLevel
from lt_admin.billing.queries import charges as late_queries
from lt_admin.billing.queries import reminders as queries
from lt_admin.billing.queries.invoices import find_invoice
from lt_admin.billing.rules import reminders as rules
from lt_admin.billing.rules.collection import collection_costs
from lt_admin.billing.rules.interest import rate_on
from lt_admin.billing.services.issuing import LINK_DAYS
from lt_admin.core import audit, clock, outbox
from lt_admin.core.db import session, transaction
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState


def send_reminder(invoice: Invoice, *, by: Model | str) -> Reminder:
    """Send the next reminder of an invoice, with a day to pay of its own, and keep it as it went.

    Of two at once the second is refused, and so is one before its day, on hold or without a reader.
    """
    queries.lock_invoice(invoice.id)
    level, contact = _next_level(invoice), queries.receiver_of(invoice)
    if contact is None:
        raise Refused(_("There is nobody at the organisation to send a reminder to."))
    reminder = letter_of(invoice, level)
    reminder.mailed_to = contact.email
    session.add(reminder)
    foundation = the_foundation()
    _keep_paper(reminder, level)
    token = new_link(LinkPurpose.READ_INVOICE, invoice, contact, days=LINK_DAYS, by=by)
    audit.record(
        "reminder:sent",
        reminder,
        by=by,
        about=invoice.engagement,
        level=level.level,
        number=invoice.number,
        cents=reminder.total.cents,
    )
    outbox.queue(reminder_mail(reminder, level, contact, token, foundation), about=invoice)
    return reminder


def letter_of(invoice: Invoice, level: ReminderLevel) -> Reminder:
    """The reminder of that level as it would go today; not kept yet."""
    charges = late_queries.open_charges([invoice.id])
    return as_letter(invoice, level, charges.get(invoice.id, ZERO))


def as_letter(invoice: Invoice, level: ReminderLevel, charges: Money) -> Reminder:
    """The same, with what is known to be open of charges."""
    return Reminder(
        invoice=invoice,
        level=level.level,
        sent_on=clock.today(),
        due_on=clock.today() + timedelta(days=level.term_days),
        language=invoice.language,
        recipient=invoice.recipient,
        mailed_to="",
        amount=invoice.open,
        charges=charges,
    )


def paper_of(reminder: Reminder, level: ReminderLevel) -> bytes:
    """The letter of a reminder that was not sent yet."""
    with session.no_autoflush:
        lateness = _lateness(reminder) if level.names_costs else None
        return reminder_pdf(reminder, level, the_foundation().sender, lateness)


def _lateness(reminder: Reminder) -> Lateness:
    percent = rate_on(late_queries.rates_of(late_queries.OURS), reminder.sent_on)
    return Lateness(percent, collection_costs(reminder.amount))


def _keep_paper(reminder: Reminder, level: ReminderLevel) -> None:
    reminder.pdf = paper_of(reminder, level)
    reminder.pdf_sha256 = hashlib.sha256(reminder.pdf).hexdigest()


def _next_level(invoice: Invoice) -> ReminderLevel:
    """The level whose day has come; raises Refused when there is none."""
    found = next(iter(queries.candidates(invoice.id)), None)
    if found is None or found.level is None or found.goes_on > clock.today():
        raise WrongState(_("No reminder of %(number)s is due today.", number=invoice.number))
    if found.waits is not None and found.waits is not queries.Waits.NOBODY:
        raise WrongState(_("Reminders of %(number)s are on hold.", number=invoice.number))
    return queries.levels_by_number()[found.level]


def send_picked(ids: Sequence[int], *, by: User) -> int:
    """Send the reminders of these invoices that are due today; the number that went.

    One that was sent or held meanwhile is left out.
    """
    due = [each.invoice_id for each in queries.due_today() if each.invoice_id in ids]
    for invoice_id in due:
        send_reminder(_invoice(invoice_id), by=by)
    return len(due)


def run_job() -> int:
    """Send every reminder whose day has come; the number that went.

    Each in a transaction of its own, so that two runs at once, or one that is killed, send none
    twice; one that cannot be sent keeps no other from going, and fails the run at its end.
    """
    sent, failed = 0, []
    for each in queries.due_today():
        try:
            sent += _send_one(each.invoice_id)
        except Exception as error:  # noqa: BLE001 - whatever it was, the others go on
            failed.append(error)
    if failed:
        raise failed[0]
    return sent


def _send_one(invoice_id: int) -> int:
    """Send one, unless it was sent, paid or held since we looked."""
    try:
        with transaction():
            send_reminder(_invoice(invoice_id), by=audit.SYSTEM)
    except Refused:
        return 0
    return 1


def _invoice(invoice_id: int) -> Invoice:
    invoice = find_invoice(invoice_id)
    if invoice is None:
        raise Refused(_("This invoice is not there any more."))
    return invoice


def hold(invoice: Invoice, *, reason: str, until: date, by: User) -> ReminderHold:
    """Send no reminders of an invoice up to and including that day, and say why.

    A hold that stood before ends here. Raises Refused for a day gone by or a year away.
    """
    rules.check_hold(until, clock.today())
    if not invoice.is_issued or invoice.is_credit:
        raise WrongState(_("Only an invoice that was sent is reminded."))
    queries.lock_invoice(invoice.id)
    before = queries.standing_hold(invoice.id)
    if before is not None:
        before.lift()
        session.flush()
    made = ReminderHold(invoice_id=invoice.id, reason=reason, until=until, made_by_id=by.id)
    session.add(made)
    audit.record("reminder:held", invoice, by=by, about=invoice.engagement, until_on=until)
    return made


def lift(hold: ReminderHold, *, by: User) -> None:
    """Let reminders of the invoice go on; raises WrongState when they did before."""
    hold.lift()
    audit.record("reminder:hold_lifted", hold.invoice, by=by, about=hold.invoice.engagement)


LEVEL_FACTS = frozenset(
    {"wait_days", "term_days", "name_nl", "name_en", "text_nl", "text_en", "names_costs"}
)


def change_level(level: ReminderLevel, *, by: User, **facts: object) -> None:
    """Change when a level comes, what it gives and what it says; letters that went stay.

    Raises ValueError for a fact that is none.
    """
    if not facts.keys() <= LEVEL_FACTS:
        raise ValueError(f"not of a level: {sorted(facts.keys() - LEVEL_FACTS)}")
    for name, value in facts.items():
        setattr(level, name, value)
    audit.record("reminder:level_changed", level, by=by, level=level.level)
