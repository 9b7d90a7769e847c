"""What has had its time (DOMAIN.md 2i): how much by each rule, and the log of what went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select, union_all

from lt_admin.accounts.models import SignInFailure
from lt_admin.accounts.services import KEPT_DAYS
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment
from lt_admin.billing.models.quotes import Quote
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.billing.queries.questions import answered_before
from lt_admin.conduct.models.registers import DestructionCertificate
from lt_admin.conduct.models.reports import ReportKind, ReportVersion
from lt_admin.conduct.queries import names
from lt_admin.core import clock, outbox
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.jobs import JobRun
from lt_admin.core.listing import Choice, Column, Days, Listing
from lt_admin.orientation.models.engagements import ENDED, Engagement
from lt_admin.orientation.models.requests import Request
from lt_admin.quality.models.evaluations import (
    AnswerSheet,
    Invitation,
    OpenAnswer,
    RetentionRun,
)
from lt_admin.quality.rules import retention as rules
from lt_admin.quality.rules.retention import RULES, Keeping, Rule, Way, months_before
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.people import Reviewer


def presented_reviews() -> Select[int]:
    """The reviews whose last presentation was more than thirty days ago."""
    return names.reviews_presented_before(clock.today() - timedelta(days=rules.PRESENTED_DAYS))


def members() -> Select[int]:
    """The members of groups whose names have had their time."""
    return names.named_members(presented_reviews())


def old_words() -> Select[int]:
    """Words that may be 24 months old: of a sheet only the month is known."""
    until = months_before(clock.today(), rules.WORDS_MONTHS)
    sheets = select(AnswerSheet.id).where(AnswerSheet.month <= until)
    return select(OpenAnswer.id).where(OpenAnswer.sheet_id.in_(sheets))


def expired_links() -> Select[int]:
    """Links to a questionnaire that were not used in time."""
    expired = Invitation.expires_on < clock.today()
    return select(Invitation.id).where(~Invitation.is_used, expired)


def ended_requests() -> Select[int]:
    """Requests that ended before they became a review, and still say who asked."""
    before = months_before(clock.today(), rules.REQUEST_MONTHS)
    return (
        select(Engagement.id)
        .join(Request, Engagement.request_id == Request.id)
        .where(Engagement.state.in_(ENDED), Engagement.started_on.is_(None))
        .where(Engagement.ended_on < before)
        .where((Request.sender_name != "") | (Request.sender_email != ""))
    )


def engagements(chosen: Select[int]) -> Sequence[Engagement]:
    """These engagements."""
    return session.scalars(select(Engagement).where(Engagement.id.in_(chosen))).all()


def old_mails() -> Select[Any]:
    """Mails that went out more than a year ago and still say to whom."""
    return outbox.forgettable(mails_before())


def mails_before() -> Any:
    """The instant before which a mail or a question has had its time."""
    return clock.midnight(months_before(clock.today(), rules.MAIL_MONTHS))


def old_questions() -> Select[int]:
    """Questions that were answered more than a year ago."""
    return answered_before(mails_before())


def _failures() -> Select[int]:
    return select(SignInFailure.id).where(
        SignInFailure.at < clock.now() - timedelta(days=KEPT_DAYS)
    )


def _books() -> Select[Any]:
    """The date of everything that the duty to keep records is about."""
    dates: tuple[Any, ...] = (
        *(Invoice.issued_on, Quote.sent_on, Payment.received_on),
        *(PaymentStatement.issued_on, TimeEntry.worked_on),
    )
    found = union_all(*(select(day.label("on")).where(day.is_not(None)) for day in dates))
    return select(found.subquery().c.on)


def _certificates() -> Select[Any]:
    return select(DestructionCertificate.destroyed_on.label("on"))


def _reports() -> Select[Any]:
    final = ReportVersion.kind == ReportKind.FINAL
    return select(ReportVersion.made_on.label("on")).where(final)


def _left() -> Select[Any]:
    return select(Reviewer.left_on.label("on")).where(Reviewer.left_on.is_not(None))


NIGHTLY: dict[Keeping, Callable[[], Select[Any]]] = {
    Keeping.GROUP_NAMES: members,
    Keeping.OPEN_ANSWERS: old_words,
    Keeping.LINKS: expired_links,
    Keeping.REQUESTS: ended_requests,
    Keeping.MAILS: old_mails,
    Keeping.QUESTIONS: old_questions,
    Keeping.SIGN_IN_FAILURES: _failures,
}
# For the board: the dates of what is kept, and how many years; the books count by book year.
BOARD: dict[Keeping, tuple[Callable[[], Select[Any]], int]] = {
    Keeping.BOOKS: (_books, rules.BOOK_YEARS),
    Keeping.CERTIFICATES: (_certificates, rules.PROOF_YEARS),
    Keeping.REPORTS: (_reports, rules.REPORT_YEARS),
    Keeping.REVIEWERS: (_left, rules.FILE_YEARS),
}


@dataclass(frozen=True)
class Due:
    """How many things a rule lets go of now; None where nothing comes in at all.

    `first_on` is the day on which the oldest of what the board decides about has had its time.
    """

    rule: Rule
    things: int | None = None
    first_on: date | None = None


def due() -> list[Due]:
    """Every rule with what it would let go of now, in the order of the table."""
    return [_due(rule) for rule in RULES]


def _due(rule: Rule) -> Due:
    if rule.way is Way.NIGHTLY:
        return Due(rule, count_of(rule.code))
    if rule.way is Way.BOARD:
        return _for_the_board(rule)
    return Due(rule)


def count_of(code: Keeping) -> int:
    """How many things the nightly rule lets go of now."""
    chosen = NIGHTLY[code]().subquery()
    return session.scalars(select(func.count()).select_from(chosen)).one()


def _for_the_board(rule: Rule) -> Due:
    dates, years = BOARD[rule.code]
    kept = dates().subquery()
    before = _last_over(rule.code, years)
    oldest: date | None = session.scalars(select(func.min(kept.c.on))).one()
    things = session.scalars(select(func.count()).where(kept.c.on <= before)).one()
    return Due(rule, things, oldest and _over_on(rule.code, oldest, years))


def _last_over(code: Keeping, years: int) -> date:
    """The newest date that has had its time."""
    if code is Keeping.BOOKS:
        return rules.books_until(clock.today())
    return months_before(clock.today(), years * 12)


def _over_on(code: Keeping, day: date, years: int) -> date:
    """The day on which something of `day` has had its time."""
    if code is Keeping.BOOKS:
        return date(day.year + years + 1, 1, 1)
    return months_before(day, -years * 12)


LOG = Listing(
    "retention",
    key=RetentionRun.id,
    order="-ran",
    columns=(
        Column("ran", _l("When"), RetentionRun.ran_at, kind="instant"),
        Column(
            *("rule", _l("Rule"), RetentionRun.rule),
            words={str(rule.code): rule.what for rule in RULES},
        ),
        Column("things", _l("Let go"), RetentionRun.things, kind="number"),
    ),
    filters=(
        Choice(
            *("rule", _l("Rule"), {rule.code: rule.what for rule in RULES}),
            lambda code: RetentionRun.rule == str(code),
        ),
        Days("from", _l("From"), lambda day: RetentionRun.ran_at >= clock.midnight(day)),
    ),
)


def log() -> Select[()]:
    """Every time that something went, for the list."""
    return select().select_from(RetentionRun)


def last_run() -> JobRun | None:
    """How the job went the last time; None before the first."""
    return session.scalars(select(JobRun).where(JobRun.name == "retention")).one_or_none()
