"""What an engagement still needs before it can be closed (DOMAIN.md 2h)."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.invoices import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceState,
    Round,
)
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind, QuoteState
from lt_admin.core import formats
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.sections import NextStep
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.quality.queries.unreported import Missing, unreported
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Reviewer

FOLLOW_UP_STEP = 6
ROUND_OF = {QuoteKind.REVIEW: Round.FINAL.value, QuoteKind.FOLLOW_UP: Round.FOLLOW_UP.value}


_Later = aliased(Quote)
# The accepted quotes whose shares bear the hours: the newest for the review, and for step 6.
_STANDS = and_(
    Quote.state == QuoteState.ACCEPTED,
    Quote.kind.in_(ROUND_OF),
    ~select(_Later.id)
    .where(_Later.engagement_id == Quote.engagement_id, _Later.kind == Quote.kind)
    .where(_Later.state == QuoteState.ACCEPTED, _Later.sequence > Quote.sequence)
    .exists(),
)
_OF_QUOTE = (TimeEntry.step == FOLLOW_UP_STEP) == (Quote.kind == QuoteKind.FOLLOW_UP)
_IS_SENT = (
    select(Allocation.id)
    .join(InvoiceLine, Allocation.line_id == InvoiceLine.id)
    .join(Invoice, InvoiceLine.invoice_id == Invoice.id)
    .where(Allocation.time_entry_id == TimeEntry.id)
    .where(Allocation.organisation_id == CostShare.organisation_id)
    .where(Allocation.freed_at.is_(None), Invoice.state != InvoiceState.DRAFT)
    .exists()
)


def missing_for_closing(engagement: Engagement) -> list[Missing]:
    """Everything that is not done yet; empty when the engagement can be closed."""
    checks = (unreported, _unapproved, _uninvoiced, _drafts)
    return [missing for check in checks for missing in check(engagement)]


def _unapproved(engagement: Engagement) -> list[Missing]:
    minutes = func.sum(TimeEntry.minutes)
    rows = session.execute(
        select(User.name, minutes)
        .join(Reviewer, Reviewer.user_id == User.id)
        .join(TimeEntry, TimeEntry.reviewer_id == Reviewer.id)
        .where(TimeEntry.engagement_id == engagement.id)
        .where(TimeEntry.state != EntryState.APPROVED)
        .group_by(User.id, User.name)
        .order_by(User.name)
    )
    return [
        Missing(
            _(
                "%(hours)s hours of %(name)s are not approved yet.",
                hours=formats.hours(total),
                name=name,
            ),
            "entries.to_approve",
            {"review": engagement.id},
        )
        for name, total in rows
    ]


def _uninvoiced(engagement: Engagement) -> list[Missing]:
    """Billable hours, by commissioner, that do not stand on an invoice that was sent to it."""
    rows = session.execute(
        select(Organisation.name, Quote.kind, func.sum(TimeEntry.minutes))
        .select_from(Quote)
        .join(CostShare, CostShare.quote_id == Quote.id)
        .join(Organisation, CostShare.organisation_id == Organisation.id)
        .join(TimeEntry, (TimeEntry.engagement_id == Quote.engagement_id) & _OF_QUOTE)
        .where(Quote.engagement_id == engagement.id, _STANDS)
        .where(TimeEntry.billable, TimeEntry.state == EntryState.APPROVED, ~_IS_SENT)
        .group_by(Organisation.id, Organisation.name, Quote.kind)
        .order_by(Organisation.name, Quote.kind)
    )
    return [
        Missing(
            _(
                "%(hours)s approved hours are not invoiced to %(name)s yet.",
                hours=formats.hours(total),
                name=name,
            ),
            "rounds.plan",
            {"engagement_id": engagement.id, "name": ROUND_OF[kind]},
        )
        for name, kind, total in rows
    ]


def _drafts(engagement: Engagement) -> list[Missing]:
    rows = session.execute(
        select(Invoice.id, Organisation.name)
        .join(Organisation, Invoice.organisation_id == Organisation.id)
        .where(Invoice.engagement_id == engagement.id, Invoice.state == InvoiceState.DRAFT)
        .order_by(Organisation.name, Invoice.id)
    )
    return [
        Missing(
            _("The draft invoice for %(name)s is not sent yet.", name=name),
            "invoices.invoice",
            {"invoice_id": invoice_id},
        )
        for invoice_id, name in rows
    ]


def next_step(engagement: Engagement, user: User) -> NextStep | None:
    """In step 5: what closing still needs, and once that is nothing, closing itself."""
    if not _may_close(engagement, user):
        return None
    url = url_for("closing.close", engagement_id=engagement.id)
    if missing := missing_for_closing(engagement):
        words = " ".join(each.words for each in missing)
        title, who = _("Finish the review"), engagement.coordinator.name
        return NextStep(title, words, who, _("See what is needed"), url)
    return NextStep(
        _("Close the review"),
        _("The report, the follow-up, the documents, the hours and the invoices are in order."),
        engagement.coordinator.name,
        _("Close the review"),
        url,
        then=_("A follow-up can still be held and invoiced afterwards."),
    )


def _may_close(engagement: Engagement, user: User) -> bool:
    is_due = engagement.state is EngagementState.REPORTING
    return is_due and user.may(Permission.ENGAGEMENT_CLOSE)
