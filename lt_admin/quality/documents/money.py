"""The chapter on money: from invoices to payees, purposes and the reserve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import Flowable, KeepTogether

from lt_admin.core.formats import euro, hours
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.money import Money
from lt_admin.core.paper.board import chart
from lt_admin.core.paper.tables import Columns, ruled_table
from lt_admin.core.paper.words import text, topic
from lt_admin.quality.documents import findings
from lt_admin.quality.documents.flows import Account, Flow, flow_chart
from lt_admin.quality.documents.parts import Words
from lt_admin.quality.rules.report import Report

AMOUNTS = Columns((125, 40), numbers=(1,))
PAYEES = Columns((75, 30, 25, 35), numbers=(2, 3))


def chapter(report: Report, words: Words) -> Iterator[Flowable]:
    """From invoices to payouts, quality system and reserve."""
    yield text(findings.of_hours(report))
    account = _account(report, words["categories"])
    if account.can_be_drawn:
        told = _("Flow chart: what was billed, who received it, and what the rest was spent on.")
        yield chart(_("Where the money went"), flow_chart(account), told)
    pairs = _from_invoice_to_reserve(report, words["categories"])
    rows = [[name, euro(amount, language())] for name, amount, _is_sum in pairs]
    sums = [place for place, pair in enumerate(pairs) if pair[2]]
    yield topic(_("From invoice to reserve"))
    yield ruled_table([_("Item"), _("Amount")], rows, AMOUNTS, strong=sums)
    if report.finance.payees:
        yield KeepTogether([topic(_("Paid to payees")), _payees(report)])


def _account(report: Report, categories: Mapping[str, Any]) -> Account:
    def flow(name: str, amount: Money) -> Flow:
        return Flow(name, amount.cents, euro(amount, language()))

    money = report.finance
    by_kind = _by_kind(report)
    spent = [flow(str(categories[key]), amount) for key, amount in money.spending.items()]
    return Account(
        flow(_("Invoiced, net"), money.net),
        [flow(name, amount) for name, amount in by_kind],
        flow(_("Quality system"), money.contribution),
        [*spent, flow(_("To the reserve"), money.result)],
    )


def _by_kind(report: Report) -> list[tuple[str, Money]]:
    """What employers and freelancers received."""
    kinds = (("employer", _("Employers")), ("freelancer", _("Freelancers")))
    return [
        (name, Money.total(each.amount for each in report.finance.payees if each.kind == kind))
        for kind, name in kinds
    ]


def _from_invoice_to_reserve(
    report: Report, categories: Mapping[str, Any]
) -> list[tuple[str, Money, bool]]:
    """(item, amount, whether it is a sum)."""
    money = report.finance
    invoices = ngettext("One invoice", "%(num)s invoices", money.invoices)
    credited = ngettext("One credit invoice", "%(num)s credit invoices", money.credit_invoices)
    waiting = money.net - money.payout - money.contribution
    between = [(_("Not on a statement of this period"), -waiting, False)] if waiting else []
    return [
        (invoices, money.invoiced, False),
        (credited, money.credited, False),
        (_("Invoiced, net of VAT"), money.net, True),
        *((name, -amount, False) for name, amount in _by_kind(report)),
        *between,
        (_("Contribution to the quality system"), money.contribution, True),
        *((str(categories[key]), -each, False) for key, each in money.spending.items()),
        (_("To the reserve"), money.result, True),
    ]


def _payees(report: Report) -> Flowable:
    kinds = {"employer": _("employer"), "freelancer": _("freelancer")}
    rows = [
        [each.name, kinds[each.kind], hours(each.minutes), euro(each.amount, language())]
        for each in report.finance.payees
    ]
    minutes = sum(each.minutes for each in report.finance.payees)
    rows.append([_("Together"), "", hours(minutes), euro(report.finance.payout, language())])
    head = [_("Payee"), _("Kind"), _("Hours"), _("Amount")]
    return ruled_table(head, rows, PAYEES, strong=(len(rows) - 1,))
