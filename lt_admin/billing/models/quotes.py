"""Quotes in versions, their lines, and each commissioner's share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.rules import drafts, shares
from lt_admin.billing.rules.answers import Answer
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, Steps, WrongState
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
    starts_on: Mapped[date | None]  # the planning, as this paper says it
    ends_on: Mapped[date | None]
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

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps of a review that this kind of quote is about."""
        is_later = self.kind is QuoteKind.FOLLOW_UP
        return drafts.FOLLOW_UP_STEPS if is_later else drafts.REVIEW_STEPS

    @property
    def is_sent(self) -> bool:
        """Whether it waits for answers."""
        return self.state is QuoteState.SENT

    @property
    def is_agreed(self) -> bool:
        """Whether every commissioner has accepted its share."""
        return all(share.state is ShareState.ACCEPTED for share in self.shares)

    def divide(self, agreed: Sequence[Share]) -> None:
        """Share the cost so, in this order; raises Refused unless it makes up the whole."""
        self.check_draft()
        parts = shares.amounts(agreed, self.net)
        kept = {share.organisation_id: share for share in self.shares}
        self.shares = [
            kept.get(each.organisation_id, CostShare(organisation_id=each.organisation_id))
            for each in agreed
        ]
        for place, (share, each, part) in enumerate(
            zip(self.shares, agreed, parts, strict=True), start=1
        ):
            share.position, share.amount = place, part
            share.kind, share.value, share.contact_id = each.kind, each.value, each.contact_id

    def check_sendable(self, today: date) -> None:
        """Raise Refused, in words, while something is missing that commissioners need."""
        if not self.lines or self.net <= ZERO:
            raise Refused(_("There is nothing in this quote yet."))
        if not self.shares:
            raise Refused(_("Say first which organisations share the cost."))
        if any(share.contact is None for share in self.shares):
            raise Refused(_("Choose for each share to whom the quote goes."))
        drafts.check_validity(self.valid_until, today)

    def send(self, *, on: date) -> None:
        """Give the draft its date; from here its lines and shares are final."""
        self.check_sendable(on)
        self.state = QUOTE_STEPS.after(self.state, "send")
        self.sent_on = on

    def accept(self, *, on: date) -> None:
        """Every commissioner has accepted: the quote is agreed."""
        if not self.is_agreed:
            raise WrongState(_("Not every commissioner has accepted yet."))
        self.state = QUOTE_STEPS.after(self.state, "accept")
        self.decided_on = on

    def reject(self, reason: str, *, on: date) -> None:
        """The commissioners do not want it."""
        self.state = QUOTE_STEPS.after(self.state, "reject")
        self.reason, self.decided_on = reason, on

    def supersede(self) -> None:
        """A next version takes its place."""
        self.state = QUOTE_STEPS.after(self.state, "supersede")

    def withdraw(self, reason: str, *, on: date) -> None:
        """We take it back."""
        self.state = QUOTE_STEPS.after(self.state, "withdraw")
        self.reason, self.decided_on = reason, on

    def check_answerable(self) -> None:
        """Raise WrongState unless commissioners can answer this version."""
        if not self.is_sent:
            raise WrongState(_("This version of the quote is no longer open for an answer."))

    def check_draft(self) -> None:
        """Raise WrongState unless this quote can still be changed."""
        if self.state is not QuoteState.DRAFT:
            raise WrongState(_("This quote was sent; make a new version to change it."))


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
    """A commissioner's part of a quote and its answer; the order settles odd cents (2g)."""

    __tablename__ = "cost_share"
    __table_args__ = (
        UniqueConstraint("quote_id", "organisation_id"),
        CheckConstraint("value >= 0", name="value"),
    )

    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    position: Mapped[int]
    kind: Mapped[ShareKind]
    value: Mapped[int]
    amount: Mapped[Money]  # its part of the quote's net; all shares together are the whole
    state: Mapped[ShareState] = mapped_column(default=ShareState.OPEN)
    reference: Mapped[str] = mapped_column(default="")  # order or commitment number
    letter: Mapped[str] = mapped_column(default="")  # what this commissioner reads first
    reminded_on: Mapped[date | None]  # the last time that we asked for an answer
    reminders: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str] = mapped_column(default="")
    answered_by_function: Mapped[str] = mapped_column(default="")
    answered_from: Mapped[str] = mapped_column(default="")  # network address
    answered_sha256: Mapped[str | None] = mapped_column(String(64))  # of the PDF they saw
    words: Mapped[str] = mapped_column(default="")  # reason of refusal, or the change asked for
    quote: Mapped[Quote] = relationship(back_populates="shares")
    organisation: Mapped[Organisation] = relationship()
    contact: Mapped[Contact | None] = relationship()

    @property
    def part(self) -> Fraction:
        """The exact part of the whole that it bears."""
        return dict(zip(self.quote.shares, shares.weights(self.quote.shares), strict=True))[self]

    def check_open(self) -> None:
        """Raise WrongState unless this share waits for an answer."""
        self.quote.check_answerable()
        if self.state in (ShareState.ACCEPTED, ShareState.REFUSED):
            raise WrongState(_("This share has been answered already."))

    def accept(self, answer: Answer, *, on: date) -> None:
        """The commissioner agrees with its share of exactly this paper.

        Refused after the quote's validity, and without the reference that the organisation asks.
        """
        self.check_open()
        if on > self.quote.valid_until:
            raise Refused(_("This quote is no longer valid; ask us for a new version."))
        if self.organisation.requires_reference and not answer.reference:
            raise Refused(_("Your organisation asks for a reference on every order."))
        self._keep(answer, "accept")

    def refuse(self, answer: Answer) -> None:
        """The commissioner does not agree; the answer says why."""
        self.check_open()
        self._keep(answer, "refuse")

    def ask(self, answer: Answer) -> None:
        """The commissioner asks for a change first; the share stays open to accept or refuse."""
        self.check_open()
        self._keep(answer, "ask")

    def _keep(self, answer: Answer, step: str) -> None:
        self.state = SHARE_STEPS.after(self.state, step)
        self.answered_at, self.answered_from = answer.at, answer.address
        self.answered_by_name, self.answered_by_function = answer.name, answer.function
        self.answered_sha256 = self.quote.pdf_sha256
        self.words, self.reference = answer.words or self.words, answer.reference
