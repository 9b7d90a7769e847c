"""The invoice that we write in a payee's name, on paper: with who sells and who buys."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import Flowable, Spacer

from lt_admin.core import i18n
from lt_admin.core.formats import euro, hours, iban, long_day, month, percent
from lt_admin.core.i18n import gettext as _
from lt_admin.core.paper.archive import Archive
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.look import CAPTION
from lt_admin.core.paper.parts import notice
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, drawn
from lt_admin.core.paper.tables import Columns, ruled_table, totals
from lt_admin.core.paper.words import section, text, title
from lt_admin.payouts.models.bills import Bill
from lt_admin.payouts.models.e_bills import TERM_DAYS, is_credit, no_vat_because, what_for
from lt_admin.payouts.rules.bills import SELF_BILLED
from lt_admin.reviewers.models.payees import VatTreatment

PARTIES = Columns((29, 68, 68))
LINES = Columns((66, 34, 19, 22, 24), numbers=(2, 3, 4))


def drawn_bill(bill: Bill, sender: Sender, rate: int) -> Archive:
    """The paper, in the payee's language; `rate` is the standard rate in hundredths of a percent.

    Equal bills, equal bytes.
    """
    with i18n.speaking(bill.payee.language):
        name = _name(bill)
        story = [
            *_opening(bill, sender),
            *_parties(bill, sender),
            *_amounts(bill, rate),
            *_ending(bill),
        ]
        return drawn(Paper(f"{name} {bill.number}", bill.issued_on, sender, story))


def _name(bill: Bill) -> str:
    return _("Credit invoice") if is_credit(bill) else _("Invoice")


def _opening(bill: Bill, sender: Sender) -> list[Flowable]:
    """Letterhead of who wrote it, the payee in the window, and the words that the law asks."""
    language, statement = i18n.language(), bill.statement
    facts = [
        (_("Number"), bill.number),
        (_("Date"), long_day(bill.issued_on, language)),
        (_("Takes back"), bill.refers_to.number if bill.refers_to else ""),
        (_("Payment statement"), statement.number),
        (_("Period"), month(statement.month_on, language)),
    ]
    return [
        Opening(sender, list(bill.payee.address_lines), [fact for fact in facts if fact[1]]),
        title(_name(bill)),
        text(strong(SELF_BILLED)),
        text(_about(bill)),
    ]


def _about(bill: Bill) -> str:
    if bill.refers_to is not None:
        original = bill.refers_to
        taken = _("This takes back invoice %(number)s in full.", number=original.number)
        return f"{taken} {_('Reason: %(why)s', why=bill.remark)}"
    return _("We wrote this invoice in your name and for your account, as we agreed beforehand.")


def _parties(bill: Bill, sender: Sender) -> list[Flowable]:
    payee = bill.payee
    rows = [
        [_("Name"), payee.name, sender.name],
        [_("Address"), payee.street, sender.street],
        ["", f"{payee.postcode} {payee.city}", f"{sender.postcode} {sender.city}"],
        [_("KvK number"), payee.kvk or "", sender.kvk],
        [_("Btw-id"), payee.vat_id or _("none"), sender.vat_id or _("none")],
    ]
    head = ["", _("Supplier"), _("Customer")]
    return [Spacer(1, 4), ruled_table(head, rows, PARTIES), Spacer(1, 8)]


def _amounts(bill: Bill, rate: int) -> list[Flowable]:
    language, sign = i18n.language(), -1 if is_credit(bill) else 1
    head = [_("Description"), _("Person"), _("Hours"), _("An hour"), _("Amount")]
    rows = [
        [
            what_for(line),
            line.reviewer.name,
            hours(sign * line.minutes),
            euro(line.rate, language),
            euro(sign * line.amount.cents, language),
        ]
        for line in bill.statement.lines
    ]
    is_taxed = bill.vat_treatment is VatTreatment.STANDARD
    part = percent(Fraction(rate if is_taxed else 0, 10_000), language)
    sums = [
        (_("Total without VAT"), euro(bill.net, language)),
        (_("VAT %(rate)s", rate=part), euro(bill.vat, language)),
        (_("Taken back") if is_credit(bill) else _("We pay you"), euro(bill.gross, language)),
    ]
    why = no_vat_because(bill.vat_treatment)
    return [ruled_table(head, rows, LINES), totals(sums), *([text(why, CAPTION)] if why else [])]


def _ending(bill: Bill) -> Sequence[Flowable]:
    """What happens now: to accept, to object, and where the money goes."""
    if is_credit(bill) or bill.object_until is None:
        return [notice(_("You need not do anything."), "info")]
    language = i18n.language()
    remark = _(
        "Is something not right? Object by %(day)s at the latest, on your page or by mail. If we "
        "hear nothing, this invoice counts as accepted after that day, as we agreed.",
        day=strong(long_day(bill.object_until, language)),
    )
    pay = _(
        "We transfer %(amount)s to %(iban)s within %(days)s days, once it is accepted, and "
        "mention %(number)s.",
        amount=strong(euro(bill.gross, language)),
        iban=iban(bill.statement.iban),
        days=TERM_DAYS,
        number=bill.number,
    )
    liable = _("You stay answerable to the tax office for what is on this invoice.")
    return [section(_("What happens now")), text(f"{pay} {liable}"), notice(remark, "info")]
