"""The list of quotes, and the words and badges of everything about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal_column, select

from lt_admin.billing.models.quotes import (
    CostShare,
    Quote,
    QuoteKind,
    QuoteLine,
    QuoteState,
    ShareState,
)
from lt_admin.billing.rules.answers import Reply
from lt_admin.billing.rules.shares import ShareKind
from lt_admin.core.badges import Badge
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import Request

KINDS: Mapping[Any, Any] = {
    QuoteKind.REVIEW: _l("review"),
    QuoteKind.CHANGE_ORDER: _l("change order"),
    QuoteKind.FOLLOW_UP: _l("follow-up"),
}
STATES: Mapping[Any, Badge] = {
    QuoteState.DRAFT: Badge(_l("draft"), "neutral", "pen"),
    QuoteState.SENT: Badge(_l("waits for answers"), "info", "send"),
    QuoteState.ACCEPTED: Badge(_l("accepted"), "ok"),
    QuoteState.REJECTED: Badge(_l("rejected"), "danger", "cross"),
    QuoteState.SUPERSEDED: Badge(_l("replaced"), "neutral"),
    QuoteState.WITHDRAWN: Badge(_l("withdrawn"), "neutral", "cross"),
}
LISTED = {state: badge for state, badge in STATES.items() if state is not QuoteState.SUPERSEDED}
ANSWERS: Mapping[Any, Badge] = {
    ShareState.OPEN: Badge(_l("no answer yet"), "neutral", "clock"),
    ShareState.ACCEPTED: Badge(_l("accepted"), "ok"),
    ShareState.REFUSED: Badge(_l("does not accept"), "danger", "cross"),
    ShareState.CHANGE_ASKED: Badge(_l("asks for a change"), "warn", "mail"),
}
REPLIES: Mapping[Any, Any] = {
    Reply.ACCEPT: _l("We agree"),
    Reply.ASK: _l("We have a question first"),
    Reply.REFUSE: _l("We do not take part"),
}
DIVISIONS: Mapping[Any, Any] = {
    ShareKind.PERCENT: _l("Percentages"),
    ShareKind.WEIGHT: _l("Parts"),
    ShareKind.FIXED: _l("Fixed amounts, with a rest"),
}
VAT_WORDS: Mapping[str, Any] = {
    "exempt_education": _l("exempt, education"),
    "outside_scope": _l("outside the scope of VAT"),
    "reverse_charge": _l("VAT reverse-charged"),
}

_LETTER = case(
    (Quote.kind == QuoteKind.REVIEW, "-O"), (Quote.kind == QuoteKind.CHANGE_ORDER, "-M"), else_="-F"
)
NAME: ColumnElement[Any] = (
    Engagement.code + _LETTER + cast(Quote.sequence, String) + ".v" + cast(Quote.revision, String)
)


def _of_lines(column: Any) -> Any:
    total = select(func.coalesce(func.sum(column), literal_column("0")))
    return total.where(QuoteLine.quote_id == Quote.id).correlate(Quote).scalar_subquery()


def _shares(*conditions: ColumnElement[bool]) -> Any:
    count = select(func.count(CostShare.id)).where(CostShare.quote_id == Quote.id, *conditions)
    return cast(count.correlate(Quote).scalar_subquery(), String)


QUOTES = Listing(
    "quotes",
    key=Quote.id,
    order="-sent",
    columns=(
        Column("name", _l("Quote"), NAME, link="quotes.quote", link_key="quote_id", small="asker"),
        Column("asker", _l("Asked by"), Organisation.name, card="carried"),
        Column("kind", _l("For"), Quote.kind, words=KINDS),
        Column("state", _l("State"), Quote.state, kind="badge", words=STATES),
        Column("sent", _l("Sent"), Quote.sent_on, kind="day"),
        Column("until", _l("Valid until"), Quote.valid_until, kind="day"),
        Column(
            "answers",
            _l("Accepted"),
            _shares(CostShare.state == ShareState.ACCEPTED) + "/" + _shares(),
            sort=False,
        ),
        Column("hours", _l("Hours"), _of_lines(QuoteLine.minutes), kind="hours", total=True),
        Column("net", _l("Without VAT"), _of_lines(QuoteLine.amount), "euro", total=True),
    ),
    filters=(
        Search("q", _l("Search"), (NAME, Organisation.name), hint=_l("code or organisation")),
        Choice("state", _l("State"), LISTED, lambda state: Quote.state == state),
        Choice("kind", _l("For"), KINDS, lambda kind: Quote.kind == kind),
        Days("from", _l("Sent from"), lambda day: Quote.sent_on >= day),
    ),
)


def all_quotes() -> Select[Any]:
    """Every quote in its newest version; whoever may read quotes may read all."""
    return (
        select()
        .select_from(Quote)
        .join(Engagement, Engagement.id == Quote.engagement_id)
        .join(Request, Request.id == Engagement.request_id)
        .join(Organisation, Organisation.id == Request.organisation_id)
        .where(Quote.state != QuoteState.SUPERSEDED)
    )
