"""The statement of account on paper: what was asked, what came in, and what is still open."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from lt_admin.billing.rules.accounts import AGES, Account
from lt_admin.core import i18n
from lt_admin.core.formats import euro, iban, long_day, short_day
from lt_admin.core.i18n import gettext as _
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.parts import notice
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tables import Columns, ruled_table, totals
from lt_admin.core.paper.words import section, text, title

MOVED = Columns((23, 38, 44, 30, 30), numbers=(3, 4))
OPEN = Columns((35, 32, 35, 31, 32), numbers=(3, 4))
AGED = Columns((33, 33, 33, 33, 33), numbers=(0, 1, 2, 3, 4))


def account_pdf(account: Account, sender: Sender) -> bytes:
    """The statement in the organisation's language; equal statements, equal bytes."""
    with i18n.speaking(account.holder.language):
        name = _("Statement of account")
        story = [
            Opening(sender, account.holder.address_lines, _facts(account)),
            title(name),
            text(_("This is what our books say. Does it differ from yours? Please let us know.")),
            Spacer(1, 4),
            _moved(account),
            *_open(account),
            *_how_to_pay(account, sender),
        ]
        full = f"{name} {account.holder.name}"
        return render(Paper(full, account.made_on, sender, story))


def _facts(account: Account) -> list[tuple[str, str]]:
    language = i18n.language()
    days = (account.since, account.until)
    return [
        (_("Date"), long_day(account.made_on, language)),
        (_("Period"), " \u2013 ".join(short_day(day, language) for day in days)),
        (_("Balance"), euro(account.closing, language)),
    ]


def _moved(account: Account) -> Flowable:
    """Every movement with the balance after it, between the balances of the period."""
    language = i18n.language()
    head = [_("Date"), _("What"), _("Reference"), _("Amount"), _("Balance")]
    first = short_day(account.since, language)
    rows = [[first, _("Opening balance"), "", "", euro(account.opening, language)]]
    for line, balance in account.lines:
        day, amount = short_day(line.on, language), euro(line.amount, language)
        rows.append([day, line.words, line.reference, amount, euro(balance, language)])
    last, closing = short_day(account.until, language), euro(account.closing, language)
    rows.append([last, _("Closing balance"), "", "", closing])
    return ruled_table(head, rows, MOVED, strong=(len(rows) - 1,))


def _open(account: Account) -> list[Flowable]:
    """The invoices that are open, how old they are, and what else counts."""
    language = i18n.language()
    heading = section(_("Open on %(day)s", day=long_day(account.made_on, language)))
    if not account.items:
        return [heading, text(_("Nothing is open: thank you.")), *_beside(account)]
    head = [_("Invoice"), _("Date"), _("Payable by"), _("Amount"), _("Still open")]
    rows = []
    for each in account.items:
        days = [short_day(day, language) if day else "" for day in (each.issued_on, each.due_on)]
        amounts = [euro(each.gross, language), euro(each.open, language)]
        rows.append([each.number or "", *days, *amounts])
    ages = [euro(amount, language) for amount in account.ages.values()]
    aged = ruled_table([str(words) for words in AGES.values()], [ages], AGED)
    table = ruled_table(head, rows, OPEN)
    return [heading, table, Spacer(1, 8), aged, *_beside(account)]


def _beside(account: Account) -> list[Flowable]:
    """What is open beside the invoices, and the sum of all."""
    language = i18n.language()
    found = [
        (_("Open invoices"), account.open),
        (_("Interest and costs"), account.charges),
        (_("Received, not allocated yet"), -account.rest),
    ]
    rows = [(words, euro(amount, language)) for words, amount in found if amount]
    return [Spacer(1, 6), totals([*rows, (_("Together"), euro(account.due, language))])]


def _how_to_pay(account: Account, sender: Sender) -> list[Flowable]:
    """Where money goes, when something is open."""
    if not account.items or not sender.iban:
        return []
    words = _(
        "Please pay to %(iban)s in the name of %(name)s, and mention the number of the invoice.",
        iban=iban(sender.iban),
        name=sender.name,
    )
    return [Spacer(1, 6), notice(words, "neutral")]
