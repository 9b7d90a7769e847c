"""What a commissioner answers to a quote, and what follows when all have agreed."""

from __future__ import annotations

from lt_admin.billing.mails import quotes as mails
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.rules.answers import Answer
from lt_admin.billing.services import links
from lt_admin.billing.services.quotes import check_moment
from lt_admin.core import audit, clock, outbox
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.orientation.services import engagements as orientation

Actor = Model | str


def accept_share(
    share: CostShare, *, name: str, function: str, reference: str = "", address: str, by: Actor
) -> None:
    """The commissioner agrees with its share of the paper as it was sent.

    When it was the last one the quote is accepted, and the engagement goes on. Refused after the
    validity date and without a reference the organisation asks for; raises WrongState when the
    share was answered already or this version counts no more.
    """
    quote = _locked(share)
    answer = _answer(name, function, address, reference=reference)
    share.accept(answer, on=clock.today())
    _keep(share, "share:accepted", by=by)
    links.use_up(share)
    if quote.is_agreed:
        _accept(quote, by=by)


def refuse_share(
    share: CostShare, *, words: str, name: str, function: str, address: str, by: Actor
) -> None:
    """The commissioner does not take part in the cost, and says why."""
    _locked(share)
    share.refuse(_answer(name, function, address, words=_said(words)))
    _keep(share, "share:refused", by=by)
    links.use_up(share)


def ask_change(
    share: CostShare, *, words: str, name: str, function: str, address: str, by: Actor
) -> None:
    """The commissioner asks something first; its link stays open to accept or refuse later."""
    _locked(share)
    share.ask(_answer(name, function, address, words=_said(words)))
    _keep(share, "share:change_asked", by=by)


def agree_with_rules(share: CostShare, *, name: str, function: str, by: Actor) -> None:
    """The organisation's director agrees with the ground rules, in the same answer.

    Nothing happens when the organisation need not agree, or has agreed before.
    """
    party = queries.party_of(share)
    if party is not None and party.must_agree and party.agreed_on is None:
        orientation.record_agreement(
            party, agreed_on=clock.today(), name=name, function=function, by=by
        )


def _locked(share: CostShare) -> Quote:
    """The share's quote as it stands now; of two answers at once, the second waits here."""
    queries.lock(share.quote)
    share.check_open()
    check_moment(share.quote.engagement, share.quote.kind)
    return share.quote


def _answer(
    name: str, function: str, address: str, *, words: str = "", reference: str = ""
) -> Answer:
    if not name.strip() or not function.strip():
        raise Refused(_("Write your name and your function."))
    return Answer(name.strip(), function.strip(), clock.now(), address, words, reference.strip())


def _said(words: str) -> str:
    if not words.strip():
        raise Refused(_("Tell us in a few words what you think."))
    return words.strip()


def _keep(share: CostShare, event: str, *, by: Actor) -> None:
    sha256 = share.answered_sha256
    audit.record(event, share, by=by, about=share.quote.engagement, sha256=sha256)
    if share.contact is not None:
        outbox.queue(mails.answer_received(share, the_foundation()), about=share)


def _accept(quote: Quote, *, by: Actor) -> None:
    """All have agreed: the hours become the ceiling, in the way of this kind of quote."""
    quote.accept(on=clock.today())
    minutes, engagement = quote.minutes, quote.engagement
    audit.record("quote:accepted", quote, by=by, about=engagement, minutes=minutes)
    follow = {
        QuoteKind.REVIEW: orientation.quote_accepted,
        QuoteKind.CHANGE_ORDER: orientation.raise_ceiling,
        QuoteKind.FOLLOW_UP: orientation.follow_up_agreed,
    }[quote.kind]
    follow(engagement, minutes=minutes, by=by)
