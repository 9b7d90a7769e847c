"""Quotes and shares: found, locked, listed, and what about them waits for the coordinator."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind, QuoteState
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, EngagementState, Party
from lt_admin.orientation.models.organisations import Contact
from lt_admin.orientation.models.requests import Request
from lt_admin.orientation.queries.locks import lock_engagement

LIVE = (QuoteState.DRAFT, QuoteState.SENT)
MOST_REVIEWS = 200  # to choose from


def find_quote(quote_id: int) -> Quote | None:
    """The quote with this number, with all that its pages show."""
    shares, engagement = selectinload(Quote.shares), joinedload(Quote.engagement)
    wanted = (
        select(Quote)
        .where(Quote.id == quote_id)
        .options(
            selectinload(Quote.lines),
            shares.joinedload(CostShare.organisation),
            shares.joinedload(CostShare.contact),
            engagement.joinedload(Engagement.request).joinedload(Request.organisation),
            engagement.selectinload(Engagement.parties).joinedload(Party.organisation),
        )
    )
    return session.scalars(wanted).one_or_none()


def find_share(share_id: int) -> CostShare | None:
    """The share with this number."""
    return session.get(CostShare, share_id)


def share_of(link: MailLink) -> CostShare | None:
    """The share that a commissioner's link is about."""
    kind, _colon, number = link.subject.partition(":")
    return find_share(int(number)) if kind == CostShare.__tablename__ else None


def holder_of(link: MailLink) -> Contact | None:
    """The person to whom a commissioner's link was mailed."""
    kind, _colon, number = link.holder.partition(":")
    return session.get(Contact, int(number)) if kind == Contact.__tablename__ else None


def lock(quote: Quote) -> None:
    """Show the quote as it stands now, and let nobody else change it before we commit.

    The engagement is locked too, always first: agreement and acceptance wait for each other.
    """
    lock_engagement(quote.engagement)
    wanted = (
        select(Quote)
        .where(Quote.id == quote.id)
        .options(selectinload(Quote.shares))
        .with_for_update(of=Quote)
    )
    session.scalars(wanted.execution_options(populate_existing=True)).one()


def quotes_of(engagement_id: int) -> Sequence[Quote]:
    """Every quote of an engagement, the newest first."""
    wanted = (
        select(Quote)
        .where(Quote.engagement_id == engagement_id)
        .options(selectinload(Quote.shares).selectinload(CostShare.organisation))
        .order_by(Quote.id.desc())
    )
    return session.scalars(wanted).all()


def accepted_quote(engagement: Engagement, kind: QuoteKind) -> Quote | None:
    """The accepted quote of this kind; of change orders the last."""
    wanted = (
        select(Quote)
        .where(Quote.engagement_id == engagement.id, Quote.kind == kind)
        .where(Quote.state == QuoteState.ACCEPTED)
        .order_by(Quote.sequence.desc())
    )
    return session.scalars(wanted.limit(1)).one_or_none()


def live_quote(engagement: Engagement, kind: QuoteKind) -> Quote | None:
    """The draft of this kind, or the one that waits for answers."""
    wanted = select(Quote).where(Quote.engagement_id == engagement.id, Quote.kind == kind)
    return session.scalars(wanted.where(Quote.state.in_(LIVE)).limit(1)).one_or_none()


def next_sequence(engagement: Engagement, kind: QuoteKind) -> int:
    """The how-manieth of its kind the next quote will be."""
    wanted = select(func.max(Quote.sequence)).where(
        Quote.engagement_id == engagement.id, Quote.kind == kind
    )
    return (session.scalar(wanted) or 0) + 1


def party_of(share: CostShare) -> Party | None:
    """The commissioner's place in the engagement."""
    wanted = select(Party).where(
        Party.engagement_id == share.quote.engagement_id,
        Party.organisation_id == share.organisation_id,
    )
    return session.scalars(wanted).one_or_none()


def reviews_for(kind: QuoteKind, states: Collection[EngagementState]) -> Sequence[Engagement]:
    """The reviews in these states in which no quote of this kind lives yet, the newest first."""
    lives = exists().where(
        Quote.engagement_id == Engagement.id,
        Quote.kind == kind,
        Quote.state.in_(LIVE if kind is not QuoteKind.REVIEW else (*LIVE, QuoteState.ACCEPTED)),
    )
    wanted = (
        select(Engagement)
        .where(Engagement.state.in_(states), ~lives)
        .options(joinedload(Engagement.request).joinedload(Request.organisation))
        .order_by(Engagement.id.desc())
        .limit(MOST_REVIEWS)
    )
    return session.scalars(wanted).all()


def links_of(quote: Quote) -> dict[int, list[MailLink]]:
    """For each share the links that were mailed for it, the newest first."""
    names = {audit.name_of(share): share.id for share in quote.shares}
    wanted = select(MailLink).where(
        MailLink.subject.in_(names), MailLink.purpose == LinkPurpose.ANSWER_QUOTE
    )
    found: dict[int, list[MailLink]] = {share.id: [] for share in quote.shares}
    for link in session.scalars(wanted.order_by(MailLink.id.desc())):
        found[names[link.subject]].append(link)
    return found


def last_link(share: CostShare) -> MailLink | None:
    """The newest link that was mailed for a share."""
    wanted = select(MailLink).where(MailLink.subject == audit.name_of(share))
    return session.scalars(wanted.order_by(MailLink.id.desc()).limit(1)).one_or_none()


def contacts_of(organisation_ids: Sequence[int]) -> Sequence[Contact]:
    """The people at these organisations to whom we can write."""
    wanted = select(Contact).where(
        Contact.organisation_id.in_(organisation_ids), Contact.left_on.is_(None)
    )
    return session.scalars(wanted.order_by(Contact.organisation_id, Contact.id)).all()
