"""The payment statement on paper: for which hours of whom a payee is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable, Spacer

from lt_admin.billing.models.statements import PaymentStatement, StatementKind, StatementLine
from lt_admin.core import i18n
from lt_admin.core.formats import euro, hours, iban, long_day, month
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.look import CAPTION
from lt_admin.core.paper.parts import notice
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tables import Columns, ruled_table, totals
from lt_admin.core.paper.words import section, text, title
from lt_admin.reviewers.models.people import Payee, PayeeKind

LINES = Columns((62, 32, 19, 26, 26), numbers=(2, 3, 4))
PURPOSES = Columns((139, 26), numbers=(1,))


def statement_pdf(statement: PaymentStatement, sender: Sender) -> bytes:
    """The statement in its language; equal statements, equal bytes."""
    with i18n.speaking(statement.language):
        name = _("Payment statement %(number)s", number=statement.number)
        story = [
            *_opening(statement, sender),
            *_reviews(statement),
            *_supervision(statement),
            *_sum(statement),
            *_payment(statement),
            *_destination(statement),
        ]
        return render(Paper(name, statement.issued_on, sender, story))


def _opening(statement: PaymentStatement, sender: Sender) -> list[Flowable]:
    """Letterhead, facts and what this is about."""
    language, payee = i18n.language(), statement.payee
    until = month(date(statement.year, statement.month, 1), language)
    facts = [
        (_("Number"), statement.number),
        (_("Date"), long_day(statement.issued_on, language)),
        (_("Period"), until),
        (_("Payee"), _("employer") if payee.kind is PayeeKind.EMPLOYER else _("freelancer")),
        (_("Chamber of Commerce"), payee.kvk or ""),
    ]
    address = statement.recipient.splitlines()
    known = [fact for fact in facts if fact[1]]
    return [
        Opening(sender, address, known),
        title(_("Payment statement")),
        text(_about(payee, until)),
    ]


def _about(payee: Payee, until: str) -> str:
    if payee.kind is PayeeKind.EMPLOYER:
        return _(
            "Your employees worked for learning reviews. These are the hours approved up to the "
            "end of %(month)s; we pay for them to you as the employer.",
            month=until,
        )
    return _(
        "You worked for learning reviews. These are the hours approved up to the end of "
        "%(month)s, and what we pay you for them.",
        month=until,
    )


def _reviews(statement: PaymentStatement) -> list[Flowable]:
    """The hours of reviews, by person and engagement."""
    lines = _of_kind(statement, StatementKind.REVIEW)
    return [section(_("Guiding reviews")), _table(lines)] if lines else []


def _supervision(statement: PaymentStatement) -> list[Flowable]:
    """The hours of supervision, which another account pays."""
    lines = _of_kind(statement, StatementKind.SUPERVISION)
    if not lines:
        return []
    source = _("Supervision is paid from the quality system, not by the commissioners.")
    return [section(_("Supervision")), _table(lines), text(source, CAPTION)]


def _of_kind(statement: PaymentStatement, kind: StatementKind) -> list[StatementLine]:
    return [line for line in statement.lines if line.kind is kind]


def _table(lines: Sequence[StatementLine]) -> Flowable:
    language = i18n.language()
    head = [_("Person"), _("Engagement"), _("Hours"), _("An hour"), _("Amount")]
    rows = [
        [
            line.reviewer.name,
            line.engagement.code or "",
            hours(line.minutes),
            euro(line.rate, language),
            euro(line.amount, language),
        ]
        for line in lines
    ]
    minutes, amount = sum(line.minutes for line in lines), _amount(lines)
    rows.append([_("Together"), "", hours(minutes), "", euro(amount, language)])
    return ruled_table(head, rows, LINES, strong=(len(lines),))


def _amount(lines: Sequence[StatementLine]) -> Money:
    return Money.total(line.amount for line in lines)


def _sum(statement: PaymentStatement) -> list[Flowable]:
    paid = euro(statement.amount, i18n.language())
    minutes = sum(line.minutes for line in statement.lines)
    return [Spacer(1, 4), totals([(_("Hours"), hours(minutes)), (_("We pay you"), paid)])]


def _payment(statement: PaymentStatement) -> list[Flowable]:
    """Where it is paid, and what to do if it is wrong."""
    amount, name = strong(euro(statement.amount, i18n.language())), statement.payee.name
    where = (
        _(
            "We transfer %(amount)s to %(iban)s in the name of %(name)s, and mention %(number)s.",
            amount=amount,
            iban=iban(statement.iban),
            name=name,
            number=statement.number,
        )
        if statement.iban
        else _("We do not have an account number of %(name)s yet; please send it.", name=name)
    )
    tax = _(
        "Is VAT due? Then send us an invoice with the number of this statement, and we pay the "
        "VAT as well."
    )
    wrong = strong(_("Is something not right?"))
    remark = _("%(wrong)s Let us know, and we correct it with the next statement.", wrong=wrong)
    return [section(_("What happens now")), text(f"{where} {tax}"), notice(remark, "info")]


def _destination(statement: PaymentStatement) -> list[Flowable]:
    """What commissioners are charged for these hours, and where it goes."""
    lines, language = _of_kind(statement, StatementKind.REVIEW), i18n.language()
    items = [item for line in lines for item in line.items]
    if not items:
        return []
    paid, rest = _amount(lines), Money.total(item.quality_contribution for item in items)
    rows = [
        [_("Compensation, on this statement"), euro(paid, language)],
        [_("Quality system: supervision, method, outreach"), euro(rest, language)],
        [_("Charged to the commissioners, without VAT"), euro(paid + rest, language)],
    ]
    table = ruled_table([_("Purpose"), _("Amount")], rows, PURPOSES, strong=(2,))
    return [section(_("Where the hourly rate goes")), table]
