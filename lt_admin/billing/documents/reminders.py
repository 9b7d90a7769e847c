"""The reminder on paper: what is open, the new day to pay by, and kind words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reportlab.platypus import Flowable, Spacer

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.reminders import Reminder, ReminderLevel
from lt_admin.core import i18n
from lt_admin.core.formats import decimal, euro, iban, long_day, short_day
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.parts import notice
from lt_admin.core.paper.payment import PaymentWords, epc_code, payment_box
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tables import Columns, ruled_table, totals
from lt_admin.core.paper.words import text, title

LINES = Columns((45, 30, 30, 30, 30), numbers=(3, 4))


@dataclass(frozen=True)
class Lateness:
    """What lateness may cost by law: interest in hundredths of a percent a year, and costs."""

    percent: int
    costs: Money


def reminder_pdf(
    reminder: Reminder, level: ReminderLevel, sender: Sender, lateness: Lateness | None = None
) -> bytes:
    """A reminder in its language; equal reminders, equal bytes.

    With `lateness` it says what may be charged when its day goes by.
    """
    with i18n.speaking(reminder.language):
        language = i18n.language()
        story = [
            Opening(sender, reminder.recipient.splitlines(), _facts(reminder)),
            title(level.name(language)),
            text(_("Dear Sir or Madam,")),
            *(text(part) for part in level.text(language).splitlines() if part.strip()),
            Spacer(1, 4),
            *_amounts(reminder),
            *_costs(lateness),
            *_payment(reminder, sender),
            *_closing(reminder, sender),
        ]
        name = f"{level.name(language)} {reminder.invoice.number}"
        return render(Paper(name, reminder.sent_on, sender, story))


def _facts(reminder: Reminder) -> list[tuple[str, str]]:
    """The facts at a glance; the new day to pay by among them."""
    invoice, language = reminder.invoice, i18n.language()
    facts = [
        (_("Date"), long_day(reminder.sent_on, language)),
        (_("About invoice"), invoice.number or ""),
        (_("New last day"), long_day(reminder.due_on, language)),
        (_("Engagement"), invoice.engagement.code or ""),
        (_("Your reference"), invoice.reference),
    ]
    return [fact for fact in facts if fact[1]]


def _amounts(reminder: Reminder) -> list[Flowable]:
    """The invoice, what came in for it, and what is asked now."""
    invoice, language = reminder.invoice, i18n.language()
    head = [_("Invoice"), _("Date"), _("Payable by"), _("Amount"), _("Still open")]
    days = [short_day(day, language) if day else "" for day in (invoice.issued_on, invoice.due_on)]
    amounts = [euro(invoice.gross, language), euro(reminder.amount, language)]
    table = ruled_table(head, [[invoice.number or "", *days, *amounts]], LINES)
    sums = [(_("To be paid"), euro(reminder.total, language))]
    if reminder.charges:
        before = [
            (_("Still open of the invoice"), euro(reminder.amount, language)),
            (_("Interest and costs, no VAT"), euro(reminder.charges, language)),
        ]
        sums = [*before, *sums]
    return [table, totals(sums), Spacer(1, 4)]


def _costs(lateness: Lateness | None) -> list[Flowable]:
    """What the law allows when the new day goes by too, named before it is charged."""
    if lateness is None:
        return []
    language = i18n.language()
    words = _(
        "If the amount is not with us by then, the law allows us to charge statutory interest of "
        "%(percent)s%% a year (article 6:119a BW) and collection costs of %(costs)s (article 6:96 "
        "BW).",
        percent=decimal(Fraction(lateness.percent, 100), 2, language),
        costs=euro(lateness.costs, language),
    )
    return [notice(words, "neutral"), Spacer(1, 6)]


def _payment(reminder: Reminder, sender: Sender) -> list[Flowable]:
    """How to pay, with a code to scan."""
    if not sender.iban:
        return []
    language, invoice = i18n.language(), reminder.invoice
    amount, account = euro(reminder.total, language), iban(sender.iban)
    day, reference = long_day(reminder.due_on, language), reference_of(invoice)
    known = {"amount": amount, "iban": account, "reference": reference}
    words = PaymentWords(
        request=_("Please pay %(amount)s by %(day)s.", amount=strong(amount), day=strong(day)),
        facts=(
            (_("IBAN"), account),
            (_("In the name of"), sender.name),
            (_("Reference"), reference),
        ),
        scan=_("Scan in your banking app"),
        alternative=_("QR code to pay %(amount)s to %(iban)s, reference %(reference)s", **known),
    )
    return [payment_box(words, epc_code(sender.name, sender.iban, reminder.total, reference))]


def reference_of(invoice: Invoice) -> str:
    """What a payment must mention: the structured reference, in groups of four, or the number."""
    reference = invoice.payment_reference
    if reference is None:
        return invoice.number or ""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def _closing(reminder: Reminder, sender: Sender) -> list[Flowable]:
    """That a crossed payment needs nothing, and whom to call."""
    coordinator = reminder.invoice.engagement.coordinator
    crossed = _("Have you paid in the meantime? Then thank you, and you need not do anything.")
    call = _(
        "Is something not right, or do you need something from us first? Call %(phone)s or mail "
        "%(email)s; then we wait with the next step.",
        phone=sender.phone or "\u2013",
        email=sender.email,
    )
    names = [coordinator.name] if coordinator else []
    signed = text("\n".join([*names, sender.name]))
    return [text(crossed), text(call), Spacer(1, 4), text(_("Kind regards,")), signed]
