"""What a commissioner's page shows of a quote, and when it shows nothing to answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from lt_admin.accounts.models import MailLink
from lt_admin.billing.models.cover_letters import cover_letter
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind, QuoteState, ShareState
from lt_admin.billing.queries.quote_records import costs_of, steps_of
from lt_admin.billing.queries.quotes import party_of
from lt_admin.billing.rules import terms
from lt_admin.billing.rules.drafts import cost_name
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.i18n import ngettext
from lt_admin.orientation.models.engagements import Party
from lt_admin.orientation.rules.engagements import STEPS, EngagementType

YOURS = Badge(_l("up to you"), "info", "pen")
ACCEPTED = Badge(_l("accepted"), "ok")
OPEN = Badge(_l("no answer yet"), "neutral", "clock")
PURPOSES = {
    QuoteKind.REVIEW: terms.PURPOSE,
    QuoteKind.CHANGE_ORDER: terms.CHANGE_PURPOSE,
    QuoteKind.FOLLOW_UP: terms.FOLLOW_UP_PURPOSE,
}


class Closed(StrEnum):
    """Why a link leads to nothing that can be answered."""

    ANSWERED = "answered"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    RENEWED = "renewed"
    EXPIRED = "expired"


BY_QUOTE = {
    QuoteState.SUPERSEDED: Closed.SUPERSEDED,
    QuoteState.WITHDRAWN: Closed.WITHDRAWN,
    QuoteState.REJECTED: Closed.ENDED,
}


def why_closed(link: MailLink, share: CostShare) -> Closed | None:
    """Why nothing can be answered here; None while it can."""
    quote = share.quote
    if quote.state in BY_QUOTE:
        return BY_QUOTE[quote.state]
    if share.state in (ShareState.ACCEPTED, ShareState.REFUSED):
        return Closed.ANSWERED
    if quote.engagement.end_reason is not None:
        return Closed.ENDED
    if link.withdrawn_at is not None:
        return Closed.RENEWED
    return None if link.is_open(clock.now()) else Closed.EXPIRED


def letter_of(share: CostShare) -> dict[str, Any]:
    """Everything that the page of one commissioner shows; of the others no more than accepted."""
    quote = share.quote
    return {
        "share": share,
        "quote": quote,
        "heading": heading_of(quote),
        "purpose": PURPOSES[quote.kind],
        "letter": cover_letter(share),
        "steps": steps_of(quote),
        "costs": costs_of(quote),
        "cost_name": cost_name,
        "others": [(each, _badge(each, share)) for each in quote.shares],
        "conditions": conditions_of(quote),
        "rules_introduction": terms.RULES_INTRODUCTION,
        "ground_rules": terms.GROUND_RULES,
        "step_names": STEPS,
        "is_over": clock.today() > quote.valid_until,
        "may_agree": _may_agree(party_of(share)),
        **whom_to_call(share),
    }


def heading_of(quote: Quote) -> str:
    """What the paper is about, in one line."""
    code, others = quote.engagement.code, len(quote.shares) - 1
    if quote.kind is QuoteKind.CHANGE_ORDER:
        return _("More hours for the learning review %(code)s", code=code)
    if quote.kind is QuoteKind.FOLLOW_UP:
        return _("A follow-up of the learning review %(code)s", code=code)
    if not others:
        return _("A learning review")
    return ngettext(
        "A learning review, together with one other commissioner",
        "A learning review, together with %(num)d other commissioners",
        others,
    )


def conditions_of(quote: Quote) -> list[Any]:
    """What both sides may expect of each other; a change order leaves that as it was."""
    if quote.kind is QuoteKind.CHANGE_ORDER:
        return [terms.CEILING]
    if quote.kind is QuoteKind.FOLLOW_UP:
        return [terms.CEILING, terms.ONE_INVOICE]
    is_short = quote.engagement.type is EngagementType.SHORT_ONE_DAY
    rounds = terms.ONE_INVOICE if is_short else terms.TWO_INVOICES
    return [terms.CEILING, rounds, *terms.CONDITIONS]


def whom_to_call(share: CostShare) -> dict[str, Any]:
    """The coordinator's name, and the foundation's telephone and mail."""
    coordinator = share.quote.engagement.coordinator
    return {"coordinator": coordinator, "foundation": the_foundation()}


def _badge(each: CostShare, own: CostShare) -> Badge:
    if each is own:
        return YOURS
    return ACCEPTED if each.state is ShareState.ACCEPTED else OPEN


def _may_agree(party: Party | None) -> bool:
    return party is not None and party.must_agree and party.agreed_on is None
