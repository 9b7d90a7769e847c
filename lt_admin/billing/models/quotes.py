"""Quotes in versions, their lines, and each commissioner's share."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.rules.shares import ShareKind
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact, Organisation


class QuoteKind(StrEnum):
    """What a quote is for."""

    REVIEW = "review"
    CHANGE_ORDER = "change_order"
    FOLLOW_UP = "follow_up"


class QuoteState(StrEnum):
    """Where a quote stands; an accepted quote never changes again."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


_S = QuoteState
QUOTE_STEPS = Steps(
    {
        (_S.DRAFT, "send"): _S.SENT,
        (_S.DRAFT, "withdraw"): _S.WITHDRAWN,
        (_S.SENT, "accept"): _S.ACCEPTED,
        (_S.SENT, "reject"): _S.REJECTED,
        (_S.SENT, "supersede"): _S.SUPERSEDED,
        (_S.SENT, "withdraw"): _S.WITHDRAWN,
        (_S.REJECTED, "supersede"): _S.SUPERSEDED,
    }
)


class Quote(Versioned, Model):
    """What a review, a change order or a follow-up will cost at most, in hours and euro."""

    __tablename__ = "quote"
    __table_args__ = (UniqueConstraint("engagement_id", "kind", "sequence", "revision"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    kind: Mapped[QuoteKind]
    sequence: Mapped[int] = mapped_column(default=1)  # the how-manieth of its kind
    revision: Mapped[int] = mapped_column(default=1)  # version 1, 2, ... of that one
    state: Mapped[QuoteState] = mapped_column(default=QuoteState.DRAFT, index=True)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    rate: Mapped[Money]  # frozen from hourly_rate when the draft was made
    valid_until: Mapped[date]
    sent_on: Mapped[date | None] = mapped_column(index=True)
    decided_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was withdrawn or rejected
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    engagement: Mapped[Engagement] = relationship()
    lines: Mapped[list[QuoteLine]] = relationship(
        order_by="QuoteLine.position", cascade="all, delete-orphan"
    )
    shares: Mapped[list[CostShare]] = relationship(
        back_populates="quote", order_by="CostShare.position", cascade="all, delete-orphan"
    )

    @property
    def name(self) -> str:
        """What the paper is called: ``LT-2025-02-O1.v1``, ``-M1`` meerwerk, ``-F1`` follow-up."""
        letter = {"review": "O", "change_order": "M", "follow_up": "F"}[self.kind.value]
        return f"{self.engagement.code}-{letter}{self.sequence}.v{self.revision}"

    @property
    def net(self) -> Money:
        """The sum of the lines, without VAT."""
        return Money.total(line.amount for line in self.lines)

    @property
    def minutes(self) -> int:
        """The hours of all lines together, in minutes."""
        return sum(line.minutes for line in self.lines)


class LineKind(StrEnum):
    """Hours at the rate, or another cost."""

    HOURS = "hours"
    COST = "cost"


class LineRole(StrEnum):
    """Whose hours a quote line counts."""

    LEAD = "lead"
    SECOND = "second"


class QuoteLine(Model):
    """Hours of one reviewer role in one step, or another cost (travel outside the rate)."""

    __tablename__ = "quote_line"
    __table_args__ = (
        CheckConstraint("minutes >= 0 AND minutes % 15 = 0", name="quarters"),
        CheckConstraint("step BETWEEN 1 AND 6", name="step"),
    )

    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    position: Mapped[int]
    kind: Mapped[LineKind]
    step: Mapped[int]
    role: Mapped[LineRole | None]
    description: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Money]  # without VAT; hours: rate x minutes
    vat_code: Mapped[str] = mapped_column(String(16))
    vat_percent: Mapped[int]  # hundredths, frozen when the draft was made


class ShareState(StrEnum):
    """What a commissioner said."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CHANGE_ASKED = "change_asked"


SHARE_STEPS = Steps(
    {
        (ShareState.OPEN, "accept"): ShareState.ACCEPTED,
        (ShareState.OPEN, "refuse"): ShareState.REFUSED,
        (ShareState.OPEN, "ask"): ShareState.CHANGE_ASKED,
        (ShareState.CHANGE_ASKED, "accept"): ShareState.ACCEPTED,
        (ShareState.CHANGE_ASKED, "refuse"): ShareState.REFUSED,
    }
)


class CostShare(Versioned, Model):
    """One commissioner's part of one quote, and the answer to exactly that paper.

    The position decides who gets the odd cent (DOMAIN.md 2g).
    """

    __tablename__ = "cost_share"
    __table_args__ = (
        UniqueConstraint("quote_id", "organisation_id"),
        CheckConstraint("value >= 0", name="value"),
    )

    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    position: Mapped[int]
    kind: Mapped[ShareKind]
    value: Mapped[int]
    amount: Mapped[Money]  # its part of the quote's net; all shares together are the whole
    state: Mapped[ShareState] = mapped_column(default=ShareState.OPEN)
    reference: Mapped[str] = mapped_column(default="")  # order or commitment number
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str] = mapped_column(default="")
    answered_by_function: Mapped[str] = mapped_column(default="")
    answered_from: Mapped[str] = mapped_column(default="")  # network address
    answered_sha256: Mapped[str | None] = mapped_column(String(64))  # of the PDF they saw
    words: Mapped[str] = mapped_column(default="")  # reason of refusal, or the change asked for
    quote: Mapped[Quote] = relationship(back_populates="shares")
    organisation: Mapped[Organisation] = relationship()
    contact: Mapped[Contact | None] = relationship()
