"""Mails about quotes, in the quote's language."""

from __future__ import annotations

from lt_admin.billing.models.cover_letters import cover_letter
from lt_admin.billing.models.quotes import CostShare, QuoteKind, ShareState
from lt_admin.core.formats import euro, long_day
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext, speaking
from lt_admin.core.outbox import LINK, Mail
from lt_admin.orientation.models.organisations import Contact


def quote_sent(
    share: CostShare, foundation: Foundation, *, link: str | None = None, letter: str | None = None
) -> Mail:
    """The quote is there: our words to you, your part, and your own link to read and answer it.

    `letter` stands in for a cover letter that is not kept yet.
    """
    with speaking(share.quote.language):
        first = cover_letter(share, letter) or _opening(share)
        body = [first, _part(share), _way(share), _personal(share)]
        return _letter(share, _subject(share), body, foundation, link=link)


def link_renewed(share: CostShare, foundation: Foundation, *, link: str | None = None) -> Mail:
    """A new link to the same quote, for somebody who asked for it or for a new contact."""
    with speaking(share.quote.language):
        again = _("Here is a new link to this quote; earlier links no longer work.")
        body = [again, _part(share), _way(share), _personal(share)]
        return _letter(share, _subject(share), body, foundation, link=link)


def answer_awaited(share: CostShare, foundation: Foundation, *, link: str | None = None) -> Mail:
    """We have no answer yet: the quote once more, and whom to call."""
    with speaking(share.quote.language):
        subject = _("Would you still answer %(name)s?", name=share.quote.name)
        asked = _("We sent you quote %(name)s, and do not know yet what you think of it.") % {
            "name": share.quote.name
        }
        crossed = _("Did your answer cross this mail? Then all is well.")
        talk = _("Would you rather talk first? Call us, or ask your question on the same page.")
        body = [f"{asked} {crossed}", _part(share), _way(share), talk, _personal(share)]
        return _letter(share, subject, body, foundation, link=link)


def answer_received(share: CostShare, foundation: Foundation) -> Mail:
    """What we received as the commissioner's answer, and what happens next."""
    with speaking(share.quote.language):
        subject = _("Your answer to %(name)s", name=share.quote.name)
        return _letter(share, subject, [_answer(share), _next(share)], foundation)


def quote_withdrawn(share: CostShare, foundation: Foundation, *, reason: str) -> Mail:
    """We take the quote back; there is nothing to do."""
    with speaking(share.quote.language):
        subject = _("%(name)s is withdrawn", name=share.quote.name)
        told = _("We withdraw quote %(name)s. The reason:", name=share.quote.name)
        rest = _("The link in our earlier mail no longer works. You need not do anything.")
        return _letter(share, subject, [told, reason, rest], foundation)


def _subject(share: CostShare) -> str:
    name = share.quote.name
    return {
        QuoteKind.REVIEW: _("Quote %(name)s for a learning review", name=name),
        QuoteKind.CHANGE_ORDER: _("Change order %(name)s: more hours", name=name),
        QuoteKind.FOLLOW_UP: _("Quote %(name)s for the follow-up", name=name),
    }[share.quote.kind]


def _opening(share: CostShare) -> str:
    quote, code = share.quote, share.quote.engagement.code
    if quote.kind is QuoteKind.CHANGE_ORDER:
        return _("The review %(code)s needs more hours than the quote you accepted.", code=code)
    if quote.kind is QuoteKind.FOLLOW_UP:
        return _("We agreed on a follow-up of the review %(code)s. Here is our quote.", code=code)
    if quote.revision > 1:
        return _("Here is version %(number)s of our quote.", number=quote.revision) + (
            " " + _("It replaces the earlier one.")
        )
    return _("In the orientation conversation we discussed your question. Here is our quote.")


def _part(share: CostShare) -> str:
    amount, many = euro(share.amount, share.quote.language), len(share.quote.shares)
    return ngettext(
        "The cost is at most %(amount)s, without VAT.",
        "%(num)s organisations share the cost. Your share is at most %(amount)s, without VAT.",
        many,
        amount=amount,
    )


def _way(share: CostShare) -> str:
    until = long_day(share.quote.valid_until, share.quote.language)
    return _("Read the quote and answer it here, until %(day)s:", day=until) + f"\n{LINK}"


def _personal(share: CostShare) -> str:
    return _(
        "This link is meant for you: who has it can answer for %(organisation)s.",
        organisation=share.organisation.name,
    )


def _answer(share: CostShare) -> str:
    facts = {"name": share.quote.name, "organisation": share.organisation.name}
    return {
        ShareState.ACCEPTED: _("%(organisation)s has accepted quote %(name)s. Thank you.", **facts),
        ShareState.REFUSED: _("%(organisation)s does not accept quote %(name)s.", **facts),
        ShareState.CHANGE_ASKED: _("We received your question about quote %(name)s.", **facts),
    }[share.state]


def _next(share: CostShare) -> str:
    if share.state is ShareState.ACCEPTED:
        return _("We start when everybody has agreed, and let you know before we do.")
    return _("We will call you.")


def _letter(
    share: CostShare,
    subject: str,
    body: list[str],
    foundation: Foundation,
    *,
    link: str | None = None,
) -> Mail:
    """Greeting, paragraphs, and who writes; raises ValueError when there is nobody to write to."""
    if share.contact is None:
        raise ValueError(f"share {share.id} has no contact")
    coordinator = share.quote.engagement.coordinator
    closing = "\n".join(
        part
        for part in (
            _("Kind regards,"),
            coordinator.name,
            foundation.name,
            foundation.phone,
            foundation.email,
        )
        if part
    )
    text = "\n\n".join([_greeting(share.contact), *body, closing])
    return Mail(share.contact.email, subject, text, share.quote.language, link)


def _greeting(contact: Contact) -> str:
    return _("Dear %(name)s,", name=contact.name)
