"""Paying people: statements for what was approved, each hour once."""

from __future__ import annotations

import hashlib
from datetime import date

from lt_admin.accounts.models import LinkPurpose, User
from lt_admin.accounts.services import new_link
from lt_admin.billing.documents.statements import statement_pdf
from lt_admin.billing.mails.statements import statement_issued
from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualityCategory,
    QualitySpending,
    StatementItem,
    StatementKind,
    StatementLine,
    StatementSeries,
)
from lt_admin.billing.queries.payables import Run, statement_run
from lt_admin.billing.rules.statements import Payable, Proposal, ProposedLine, first_day
from lt_admin.billing.services import postings
from lt_admin.billing.services.allocations import lock_hours, lock_sessions
from lt_admin.core import audit, clock, links, outbox, series
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.reviewers.models.people import Payee

LINK_DAYS = 365


def issue_statements(
    year: int, month: int, *, only: int | None = None, expecting: Money | None = None, by: User
) -> list[PaymentStatement]:
    """Make, freeze and mail a statement for everybody who is to be paid up to this month.

    `only` is the id of the one payee to do it for. Every hour goes on one statement only, also
    when two people do this at once. Raises Refused when there is nothing to pay or the month is
    still to come, and WrongState when it is no longer the amount that somebody was `expecting`.
    """
    numbers, run = _locked_run(year, month)
    chosen = [(payee, each) for payee, each in run.ready if only in {None, payee.id}]
    if not chosen:
        raise Refused(_("There is nothing to pay: no approved hours wait for a statement."))
    if expecting not in {None, Money.total(proposal.amount for _payee, proposal in chosen)}:
        raise WrongState(_("The hours have changed since you opened this page; look once more."))
    return [_issue(run, payee, proposal, numbers, by=by) for payee, proposal in chosen]


def pay_statement(statement: PaymentStatement, *, paid_on: date, by: Model | str) -> None:
    """Note that the amount was transferred on this day; called for a line of a payment batch."""
    statement.pay(on=paid_on, today=clock.today())
    audit.record("statement:paid", statement, by=by, on=paid_on)


def reopen_statement(statement: PaymentStatement, *, by: Model | str) -> None:
    """The money came back, or the booking was wrong: it is to be paid again."""
    statement.reopen()
    audit.record("statement:reopened", statement, by=by)


def _locked_run(year: int, month: int) -> tuple[StatementSeries, Run]:
    """The series first: whoever comes second sees what the first has put on statements."""
    today = clock.today()
    if first_day(year, month) > today:
        raise Refused(_("This month is still to come."))
    numbers = series.lock(StatementSeries, today.year)
    return numbers, statement_run(year, month, lock=True)


def _issue(
    run: Run, payee: Payee, proposal: Proposal, numbers: StatementSeries, *, by: User
) -> PaymentStatement:
    statement = PaymentStatement(
        number=numbers.take(),
        payee=payee,
        year=run.year,
        month=run.month,
        language=payee.language,
        issued_on=clock.today(),
        recipient="\n".join(payee.address_lines),
        iban=payee.iban or "",
        amount=proposal.amount,
        lines=[_line(place, line) for place, line in enumerate(proposal.lines, start=1)],
    )
    session.add(statement)
    session.flush()
    _hold(statement)
    _charge_quality_system(statement, by=by)
    _freeze(statement)
    audit.record("statement:issued", statement, by=by, number=statement.number)
    postings.statement_issued(statement, by=by)
    _mail(statement, by=by)
    return statement


def _mail(statement: PaymentStatement, *, by: User) -> None:
    """The statement, with a link to its page: no account is needed to read it."""
    payee, purpose = statement.payee, LinkPurpose.READ_STATEMENT
    if payee.email:
        token = new_link(purpose, statement, payee, days=LINK_DAYS, by=by)
        link = links.address(f"/statement/{token}")
        outbox.queue(statement_issued(statement, link=link), about=statement)


def _line(position: int, line: ProposedLine) -> StatementLine:
    of = line.of
    kind = StatementKind.SUPERVISION if of.is_supervision else StatementKind.REVIEW
    return StatementLine(
        position=position,
        kind=kind,
        reviewer_id=of.reviewer_id,
        engagement_id=of.engagement_id,
        minutes=line.minutes,
        rate=of.rate,
        amount=line.amount,
        items=[_item(item) for item in line.items],
    )


def _item(item: Payable) -> StatementItem:
    return StatementItem(
        time_entry_id=None if item.is_supervision else item.id,
        session_id=item.id if item.is_supervision else None,
        amount=item.amount,
        quality_contribution=item.contribution,
    )


def _hold(statement: PaymentStatement) -> None:
    """Lock what the statement pays: from now on it changes by counter-entry only."""
    items = [item for line in statement.lines for item in line.items]
    lock_hours([item.time_entry_id for item in items if item.time_entry_id is not None])
    lock_sessions([item.session_id for item in items if item.session_id is not None])


def _charge_quality_system(statement: PaymentStatement, *, by: User) -> None:
    """Supervision is paid by the quality system: write it on its account."""
    with speaking("nl"):
        session.add_all(
            QualitySpending(
                category=QualityCategory.SUPERVISION,
                spent_on=statement.issued_on,
                amount=line.amount,
                description=_("Supervision of %(code)s", code=line.engagement.code),
                receipt=statement.number,
                statement_line_id=line.id,
                recorded_by_id=by.id,
            )
            for line in statement.lines_of(StatementKind.SUPERVISION)
        )


def _freeze(statement: PaymentStatement) -> None:
    statement.pdf = statement_pdf(statement, the_foundation().sender)
    statement.pdf_sha256 = hashlib.sha256(statement.pdf).hexdigest()
