"""The cover letter of one commissioner: written before the quote is sent."""

from __future__ import annotations

from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.rules.cover_letters import check_letter
from lt_admin.core import audit
from lt_admin.core.orm import Model


def write_letter(share: CostShare, words: str, *, by: Model | str) -> None:
    """Keep these words for this commissioner; none at all takes the letter away.

    Refused when they name what we cannot fill in; raises WrongState once the quote was sent.
    """
    share.quote.check_draft()
    share.letter = check_letter(words)
    audit.record("share:letter_written", share, by=by, about=share.quote.engagement)
