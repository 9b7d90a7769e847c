"""Everything that a page about one quote shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from lt_admin.accounts.models import MailLink
from lt_admin.billing.models.quotes import (
    CostShare,
    LineKind,
    LineRole,
    Quote,
    QuoteLine,
    QuoteState,
    ShareState,
)
from lt_admin.billing.queries import quote_lists
from lt_admin.billing.queries.invoice_records import hours_per_step
from lt_admin.billing.queries.invoice_sections import budget_of
from lt_admin.billing.queries.quotes import links_of
from lt_admin.billing.rules.drafts import cost_name
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money
from lt_admin.core.sections import Section
from lt_admin.core.steps import Refused

LINKS = {
    "none": Badge(_l("not mailed"), "neutral"),
    "open": Badge(_l("link works"), "ok", "link"),
    "used": Badge(_l("link used"), "neutral", "check"),
    "withdrawn": Badge(_l("link withdrawn"), "neutral", "cross"),
    "expired": Badge(_l("link expired"), "warn"),
}


@dataclass(frozen=True)
class StepSum:
    """One step of a quote: the hours of each reviewer, together, and what they cost."""

    step: int
    lead: int
    second: int
    amount: Money
    description: str

    @property
    def minutes(self) -> int:
        """Of both reviewers."""
        return self.lead + self.second


@dataclass(frozen=True)
class ShareRow:
    """One commissioner in the record: its part, its answer, and how its link is doing."""

    share: CostShare
    part: Fraction
    badge: Badge
    link: Badge
    mailed_at: datetime | None
    can_answer: bool
    can_remind: bool


def steps_of(quote: Quote) -> list[StepSum]:
    """The hours of a quote, step by step."""
    hours = [line for line in quote.lines if line.kind is LineKind.HOURS]
    return [
        _step(step, [line for line in hours if line.step == step])
        for step in sorted({line.step for line in hours})
    ]


def _step(step: int, lines: Sequence[QuoteLine]) -> StepSum:
    lead, second = (sum(line.minutes for line in lines if line.role is role) for role in LineRole)
    amount = Money.total(line.amount for line in lines)
    return StepSum(step, lead, second, amount, lines[0].description)


def costs_of(quote: Quote) -> list[QuoteLine]:
    """The other costs of a quote."""
    return [line for line in quote.lines if line.kind is LineKind.COST]


def share_rows(quote: Quote) -> list[ShareRow]:
    """The commissioners of a quote, in their order."""
    links = links_of(quote)
    return [_share(share, links[share.id]) for share in quote.shares]


def _share(share: CostShare, links: Sequence[MailLink]) -> ShareRow:
    answers = share.state in (ShareState.OPEN, ShareState.CHANGE_ASKED)
    return ShareRow(
        share,
        share.part,
        quote_lists.ANSWERS[share.state],
        LINKS[_link(links)],
        links[0].created_at if links else None,
        share.quote.is_sent and answers,
        share.state is ShareState.OPEN and _may_ask(share, clock.today()),
    )


def _may_ask(share: CostShare, today: date) -> bool:
    """Whether they got no mail about it today, and can still accept."""
    return today not in (share.reminded_on, share.quote.sent_on) and (
        today <= share.quote.valid_until
    )


def _link(links: Sequence[MailLink]) -> str:
    """How the newest link of a share is doing."""
    if not links:
        return "none"
    newest = links[0]
    if newest.is_open(clock.now()):
        return "open"
    if newest.used_at is not None:
        return "used"
    return "expired" if newest.withdrawn_at is None else "withdrawn"


def versions_of(quote: Quote) -> Sequence[Quote]:
    """This quote in all its versions, the newest first."""
    wanted = select(Quote).where(
        Quote.engagement_id == quote.engagement_id,
        Quote.kind == quote.kind,
        Quote.sequence == quote.sequence,
    )
    return session.scalars(wanted.order_by(Quote.revision.desc())).all()


def why_not_sent(quote: Quote) -> str:
    """What a draft still misses before it can be sent; empty when nothing."""
    if quote.state is not QuoteState.DRAFT:
        return ""
    try:
        quote.check_sendable(clock.today())
    except Refused as refused:
        return str(refused)
    return ""


def vat_of(quote: Quote) -> list[tuple[int, Money]]:
    """(hundredths of a percent, tax) of the whole quote, for each percentage there is."""
    percents = sorted({line.vat_percent for line in quote.lines if line.vat_percent})
    return [
        (
            percent,
            Money.total(line.amount for line in quote.lines if line.vat_percent == percent).part(
                Fraction(percent, 10_000)
            ),
        )
        for percent in percents
    ]


def history_of(quote: Quote) -> list[tuple[date, str, bool]]:
    """What happened to a quote, the newest first, for the timeline."""
    told = [(quote.created_at, _("Draft made."))]
    for share in quote.shares:
        if share.answered_at is not None:
            badge = quote_lists.ANSWERS[share.state]
            told.append((share.answered_at, f"{share.organisation.name}: {badge.word}."))
    days = [(clock.day_of(at), words) for at, words in sorted(told, key=lambda each: each[0])]
    if quote.sent_on is not None:
        days.insert(1, (quote.sent_on, _("Sent to the commissioners.")))
    if quote.decided_on is not None:
        word = str(quote_lists.STATES[quote.state].word)
        days.append((quote.decided_on, _("The quote: %(state)s.", state=word)))
    return [(day, words, False) for day, words in reversed(days)]


def _budget(quote: Quote) -> Section | None:
    """The hours of the review so far beside those agreed; None before there are any."""
    hours = [each for each in hours_per_step(quote.engagement_id) if each.step in quote.steps]
    return budget_of(quote.engagement, hours) if hours else None


def record_of(quote: Quote) -> dict[str, Any]:
    """What the record page of a quote shows."""
    return {
        "quote": quote,
        "badge": quote_lists.STATES[quote.state],
        "kind": quote_lists.KINDS[quote.kind],
        "steps": steps_of(quote),
        "costs": costs_of(quote),
        "cost_name": cost_name,
        "vat": vat_of(quote),
        "rows": share_rows(quote),
        "versions": versions_of(quote),
        "states_of": quote_lists.STATES,
        "missing": why_not_sent(quote),
        "history": history_of(quote),
        "budget": _budget(quote),
    }
