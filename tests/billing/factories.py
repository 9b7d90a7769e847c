"""Quotes in every state, made by the services themselves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lt_admin.billing.models.quotes import QuoteState
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.billing.services import answers, quotes
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.outbox import QueuedMail
from lt_admin.orientation.models.engagements import EndReason, EngagementState
from lt_admin.orientation.services import engagements as orientation
from tests.billing.invoice_factories import foundation
from tests.orientation import factories as orientating

HOUR = 60
_S = QuoteState


def valid_until():
    return clock.today() + timedelta(days=30)


def commissioned(*, by, payers=2, agreed=False, **facts):
    """A planned engagement with so many commissioners, each with somebody who reads quotes."""
    foundation()
    engagement = orientating.planned(by=by, **facts)
    names = [f"Instelling {letter} (demo)" for letter in "BCDEFGH"[: payers - 1]]
    orientating.with_partners(engagement, *names, by=by)
    for number, party in enumerate(engagement.parties):
        address = f"lezer{number}@instelling.example"
        orientating.contact_of(party.organisation, by=by, email=address)
        if agreed:
            orientating.agree(party, by=by)
    session.flush()
    return engagement


def in_percent(engagement, *percents):
    return [
        Share(party.organisation_id, ShareKind.PERCENT, percent * 100)
        for party, percent in zip(engagement.parties, percents, strict=False)
    ]


def drafted(*, by, percents=(60, 40), **facts):
    engagement = commissioned(by=by, payers=len(percents), **facts)
    quote = quotes.draft_review_quote(engagement, valid_until=valid_until(), by=by)
    quotes.set_shares(quote, in_percent(engagement, *percents), by=by)
    session.flush()
    return quote


def sent(*, by, **facts):
    quote = drafted(by=by, **facts)
    quotes.send_quote(quote, by=by)
    session.flush()
    return quote


def accept(share, *, by=None, **facts):
    standard = {"name": "Vera Tekenaar", "function": "bestuurder", "address": "192.0.2.7"}
    answers.accept_share(share, by=by or share.contact, **standard | facts)


def refuse(share, words="Het past niet in de begroting."):
    who = {"name": "Vera Tekenaar", "function": "bestuurder", "address": "192.0.2.7"}
    answers.refuse_share(share, words=words, by=share.contact, **who)


def ask(share, words="Kan het in het najaar?"):
    who = {"name": "Vera Tekenaar", "function": "bestuurder", "address": "192.0.2.7"}
    answers.ask_change(share, words=words, by=share.contact, **who)


def accepted(*, by, **facts):
    """A quote that every commissioner has accepted; with `agreed`, the engagement is too."""
    quote = sent(by=by, **facts)
    for share in quote.shares:
        accept(share)
    session.flush()
    return quote


def running(*, by, **facts):
    """The accepted quote of an engagement that has begun."""
    quote = accepted(by=by, agreed=True, **facts)
    orientation.start(quote.engagement, by=by)
    return quote


def change_order(*, by, hours=10, **facts):
    review = running(by=by, **facts)
    return quotes.draft_change_order(
        review.engagement,
        lead_minutes=hours * HOUR // 2,
        second_minutes=hours * HOUR // 2,
        step=2,
        description="twee extra gesprekken",
        valid_until=valid_until(),
        by=by,
    )


def follow_up(*, by, percents=(60, 40), **facts):
    engagement = running(by=by, **facts).engagement
    while engagement.state is not EngagementState.REPORTING:
        orientation.move_on(engagement, by=by)
    quote = quotes.draft_follow_up(
        engagement, lead_minutes=6 * HOUR, second_minutes=6 * HOUR, valid_until=valid_until(), by=by
    )
    quotes.set_shares(quote, in_percent(engagement, *percents), by=by)
    return quote


def quote_in(state, *, by):
    """A quote for a review that the services brought into `state`."""
    if state is _S.DRAFT:
        return drafted(by=by)
    if state is _S.ACCEPTED:
        return accepted(by=by)
    quote = sent(by=by)
    if state is _S.REJECTED:
        quotes.reject_quote(quote, reason=EndReason.BUDGET, by=by)
    if state is _S.SUPERSEDED:
        quotes.revise(quote, by=by)
    if state is _S.WITHDRAWN:
        quotes.withdraw_quote(quote, reason="een vergissing in de uren", by=by)
    return quote


def mails_to(address):
    """The mails that wait for one reader, the oldest first."""
    session.flush()
    wanted = select(QueuedMail).where(QueuedMail.recipient == address).order_by(QueuedMail.id)
    return session.scalars(wanted).all()


def path_of(mail):
    """The path of the link in a mail."""
    return mail.link.partition("127.0.0.1:8000")[2]


def link_to(share):
    """The path of the newest link that was mailed for a share."""
    mails = mails_to(share.contact.email)
    return path_of([m for m in mails if m.link and m.about == audit.name_of(share)][-1])
