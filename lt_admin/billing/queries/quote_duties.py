"""What coordinators have to do about quotes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import Row, Select, func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteState, ShareState
from lt_admin.billing.queries.quote_lists import NAME
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import Request

QUOTE_WITHIN_DAYS = 21  # of the request (DOMAIN.md 2a, I3)
WARN_DAYS = 7


def quote_duties(user: User) -> list[Duty]:
    """Answers that ask for a call, quotes that expire, and quotes that are due."""
    if not user.may(Permission.QUOTE_MANAGE):
        return []
    return [
        *(_call(row) for row in session.execute(_unhappy())),
        *(_expires(row) for row in session.execute(_expiring())),
        *(_is_due(row) for row in session.execute(_without_quote())),
    ]


def _waiting(*columns: Any) -> Select[Any]:
    return (
        select(Quote.id, NAME.label("name"), Quote.valid_until, *columns)
        .join(Engagement, Engagement.id == Quote.engagement_id)
        .join(CostShare, CostShare.quote_id == Quote.id)
        .where(Quote.state == QuoteState.SENT)
    )


def _unhappy() -> Select[Any]:
    """Who refused or asked for a change, while the quote still waits."""
    return (
        _waiting(Organisation.name.label("who"), CostShare.state, CostShare.answered_at)
        .join(Organisation, Organisation.id == CostShare.organisation_id)
        .where(CostShare.state.in_((ShareState.REFUSED, ShareState.CHANGE_ASKED)))
    )


def _call(row: Row[Any]) -> Duty:
    is_no = row.state is ShareState.REFUSED
    words = (
        _("%(who)s does not accept quote %(name)s.")
        if is_no
        else _("%(who)s asks for a change in quote %(name)s.")
    )
    return Duty(
        words % {"who": row.who, "name": row.name},
        since=clock.day_of(row.answered_at),
        url=url_for("quotes.quote", quote_id=row.id),
        button=_("Read the answer"),
        reason=_("Call them; then make a new version, or end the quote."),
        badge=Badge(_("refused"), "danger", "cross") if is_no else None,
    )


def _expiring() -> Select[Any]:
    """Quotes with open shares whose validity ends soon, or has ended."""
    return (
        _waiting(func.count(CostShare.id).label("open"))
        .where(
            CostShare.state == ShareState.OPEN,
            Quote.valid_until <= clock.today() + timedelta(days=WARN_DAYS),
        )
        .group_by(Quote.id, Engagement.id)
    )


def _expires(row: Row[Any]) -> Duty:
    day = formats.long_day(row.valid_until, language())
    is_over = row.valid_until < clock.today()
    badge = _("ended on %(day)s", day=day) if is_over else _("valid until %(day)s", day=day)
    return Duty(
        ngettext(
            "Quote %(name)s still waits for one answer.",
            "Quote %(name)s still waits for %(num)d answers.",
            row.open,
            name=row.name,
        ),
        since=row.valid_until - timedelta(days=WARN_DAYS),
        url=url_for("quotes.quote", quote_id=row.id),
        button=_("See who has not answered"),
        badge=Badge(badge, "danger" if is_over else "warn"),
    )


def _without_quote() -> Select[int, str, date]:
    """Engagements in orientation for which the day of the quote comes near."""
    latest = clock.today() - timedelta(days=QUOTE_WITHIN_DAYS - WARN_DAYS)
    wanted = select(Engagement.id, Organisation.name, Request.received_on)
    return (
        wanted.join(Request, Request.id == Engagement.request_id)
        .join(Organisation, Organisation.id == Request.organisation_id)
        .where(Engagement.state == EngagementState.ORIENTATION, Request.received_on <= latest)
    )


def _is_due(row: Row[int, str, date]) -> Duty:
    due = row.received_on + timedelta(days=QUOTE_WITHIN_DAYS)
    day = formats.long_day(due, language())
    is_late = due < clock.today()
    words = _("was due on %(day)s", day=day) if is_late else _("due on %(day)s", day=day)
    return Duty(
        _("The quote for %(name)s is still to be sent.", name=row.name),
        since=due - timedelta(days=WARN_DAYS),
        url=url_for("engagements.engagement", engagement_id=row.id) + "#quotes",
        button=_("Go to the quote"),
        reason=_("Three weeks after the request is the norm."),
        badge=Badge(words, "danger" if is_late else "warn"),
    )
