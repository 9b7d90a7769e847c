"""What quotes add to the page of an engagement: cards, the next step, and its story."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind, QuoteState, ShareState
from lt_admin.billing.queries import quote_lists
from lt_admin.core import formats
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.sections import NextStep, NotYet, Section
from lt_admin.core.telling import Facts, Told
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState
from lt_admin.orientation.models.requests import Outcome
from lt_admin.orientation.queries.plans import find_plan

_S = EngagementState
BEFORE = (_S.REQUESTED, _S.ORIENTATION)
QUOTABLE = (_S.ORIENTATION, _S.QUOTED)
FOLLOWED = (_S.REPORTING, _S.CLOSED)
UNHAPPY = (ShareState.REFUSED, ShareState.CHANGE_ASKED)


def _quotes(engagement: Engagement) -> list[Quote]:
    """The quotes of an engagement in their newest versions, the newest first."""
    wanted = (
        select(Quote)
        .where(Quote.engagement_id == engagement.id, Quote.state != QuoteState.SUPERSEDED)
        .options(
            selectinload(Quote.lines),
            joinedload(Quote.shares).joinedload(CostShare.organisation),
        )
        .order_by(Quote.id.desc())
    )
    return list(session.scalars(wanted).unique())


def _of_review(quotes: list[Quote]) -> Quote | None:
    """The review's quote that counts: the newest that was not withdrawn."""
    reviews = (quote for quote in quotes if quote.kind is QuoteKind.REVIEW)
    return next((quote for quote in reviews if quote.state is not QuoteState.WITHDRAWN), None)


def sharing_section(engagement: Engagement, user: User) -> Section | None:
    """Who bears which part of the review, and what each has answered."""
    if not user.may(Permission.QUOTE_READ):
        return None
    quote = _of_review(_quotes(engagement))
    if quote is None or not quote.shares:
        return None
    context = {"quote": quote, "answers": quote_lists.ANSWERS}
    return Section("sharing", _("Cost sharing"), "billing/_sharing.html", context)


def quotes_section(engagement: Engagement, user: User) -> Section | None:
    """The quotes of an engagement, and those that can be made now."""
    if not user.may(Permission.QUOTE_READ):
        return None
    quotes = _quotes(engagement)
    if not quotes and engagement.state in (_S.REQUESTED, _S.WITHDRAWN):
        return None
    context: dict[str, Any] = {
        "quotes": quotes,
        "states": quote_lists.STATES,
        "kinds": quote_lists.KINDS,
        "may_add": _may_add(engagement, quotes) if user.may(Permission.QUOTE_MANAGE) else set(),
    }
    return Section("quotes", _("Quotes"), "billing/_quotes.html", context)


def _may_add(engagement: Engagement, quotes: list[Quote]) -> set[str]:
    """The kinds of quote for which there is a button."""
    busy = {quote.kind for quote in quotes if quote.state in (QuoteState.DRAFT, QuoteState.SENT)}
    found = set()
    if engagement.state in QUOTABLE and not engagement.has_accepted_quote:
        found |= {QuoteKind.REVIEW} if find_plan(engagement) else set()
    if engagement.state in (_S.ACCEPTED, _S.ON_HOLD, *RUNNING):
        found.add(QuoteKind.CHANGE_ORDER)
    if engagement.state in FOLLOWED:
        found.add(QuoteKind.FOLLOW_UP)
    return {kind.value for kind in found - busy}


def quote_step(engagement: Engagement, user: User) -> NextStep | None:
    """Make, send or follow up the quote, when that is what the engagement waits for."""
    if not user.may(Permission.QUOTE_READ) or not _is_about_the_quote(engagement):
        return None
    quote = _of_review(_quotes(engagement))
    if quote is None:
        return _make(engagement)
    if quote.state is QuoteState.DRAFT:
        return _send(quote)
    return _call(quote)


def _is_about_the_quote(engagement: Engagement) -> bool:
    """Whether a plan lies there, nobody has stepped out, and no quote is accepted yet."""
    if engagement.state not in QUOTABLE or engagement.has_accepted_quote:
        return False
    if any(party.refused_on for party in engagement.still_to_agree):
        return False
    led_to = engagement.meetings[-1].outcome if engagement.meetings else None
    return led_to is Outcome.PLAN_AND_QUOTE and find_plan(engagement) is not None


def _make(engagement: Engagement) -> NextStep:
    return NextStep(
        _("Make the quote"),
        _("The plan gives its hours. You then say who bears which part, and see the paper."),
        engagement.coordinator.name,
        _("Make the quote"),
        url_for("quotes.new_quote", engagement_id=engagement.id),
        posts=True,
        then=_("Then each commissioner gets a link of its own to read and answer it."),
    )


def _send(quote: Quote) -> NextStep:
    return NextStep(
        _("Check the quote, and send it"),
        _("Draft %(name)s is not sent yet.", name=quote.name),
        quote.engagement.coordinator.name,
        _("See the draft"),
        url_for("quotes.quote", quote_id=quote.id),
        then=_("Then each commissioner gets a link of its own to read and answer it."),
    )


def _call(quote: Quote) -> NextStep | None:
    names = [share.organisation.name for share in quote.shares if share.state in UNHAPPY]
    if not quote.is_sent or not names:
        return None
    return NextStep(
        _("Call about the answer"),
        _("These did not simply agree: %(names)s.", names=", ".join(names)),
        quote.engagement.coordinator.name,
        _("Read the answer"),
        url_for("quotes.quote", quote_id=quote.id),
        then=_("Then make a new version, or record that the quote is rejected."),
    )


def quote_not_yet(engagement: Engagement, user: User) -> list[NotYet]:
    """Why there can be no quote yet."""
    if engagement.state not in BEFORE or not user.may(Permission.QUOTE_MANAGE):
        return []
    if engagement.state is _S.ORIENTATION and find_plan(engagement) is not None:
        return []
    return [NotYet(_("Make the quote"), _("Possible once the review plan is there."))]


def _euro(facts: Facts) -> str:
    return formats.euro(int(facts["cents"]), language())


def _drafted(facts: Facts) -> str:
    kind = str(quote_lists.KINDS[QuoteKind(facts["kind"])])
    return _("Draft made: %(kind)s, version %(revision)s.", kind=kind, revision=facts["revision"])


TOLD: Told = {
    "quote:copied": lambda facts: _("Draft copied from quote %(source)s.", source=facts["source"]),
    "share:letter_written": lambda _facts: _("A letter was written with a share of the quote."),
    "share:reminded": lambda _facts: _("A commissioner was asked once more for an answer."),
    "quote:accepted": lambda facts: _(
        "All commissioners accepted the quote: %(hours)s hours.",
        hours=formats.hours(int(facts["minutes"])),
    ),
    "quote:changed": lambda facts: _(
        "Draft quote changed: %(amount)s without VAT.", amount=_euro(facts)
    ),
    "quote:drafted": _drafted,
    "quote:rejected": lambda _facts: _("A quote is recorded as not accepted."),
    "quote:sent": lambda facts: _("Quote sent: %(amount)s without VAT.", amount=_euro(facts)),
    "quote:superseded": lambda _facts: _("A quote is replaced by a new version."),
    "quote:withdrawn": lambda _facts: _("A quote is withdrawn."),
    "share:accepted": lambda _facts: _("A commissioner accepted its share of a quote."),
    "share:change_asked": lambda _facts: _("A commissioner asked for a change in a quote."),
    "share:contact_changed": lambda _facts: _("A quote goes to another contact."),
    "share:refused": lambda _facts: _("A commissioner did not accept its share of a quote."),
    "share:sent_again": lambda _facts: _("A quote was mailed once more."),
}
