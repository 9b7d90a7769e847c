"""The letter that a commissioner reads first, as it reads with everything filled in."""

from __future__ import annotations

from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.rules.cover_letters import filled
from lt_admin.core.formats import euro, hours, long_day


def cover_letter(share: CostShare, text: str | None = None) -> str:
    """Its letter in the language of the quote, or `text` as if it were; empty without one."""
    quote = share.quote
    facts = {
        "organisation": share.organisation.name,
        "review": quote.engagement.code or "",
        "hours": hours(quote.minutes),
        "share": euro(share.amount, quote.language),
        "until": long_day(quote.valid_until, quote.language),
    }
    return filled((share.letter or "") if text is None else text, facts)
