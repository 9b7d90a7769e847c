"""The quote on paper: what commissioners read, accept and keep."""

from __future__ import annotations

from lt_admin.billing.models.quotes import Quote
from lt_admin.core import i18n
from lt_admin.core.formats import euro
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.words import text, title


def quote_pdf(quote: Quote, sender: Sender) -> bytes:
    """A sent quote as every commissioner gets it, in its language; equal quotes, equal bytes."""
    with i18n.speaking(quote.language):
        story = [
            Opening(sender, [], []),
            title(quote.name),
            text(euro(quote.net, quote.language)),
        ]
        return render(Paper(quote.name, quote.sent_on or quote.valid_until, sender, story))
