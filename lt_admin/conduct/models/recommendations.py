"""What a review recommends, and what it adds to the findings bank."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation


class Level(StrEnum):
    """Where the change is to be made (DOMAIN.md 1b, B29-33)."""

    ORGANISATION = "organisation"
    SYSTEM = "system"


class Quadrant(StrEnum):
    """Individual or collective, awareness or behaviour (DOMAIN.md 1b B20-36; Wilber)."""

    IA = "IA"
    IB = "IB"
    CA = "CA"
    CB = "CB"


class Loop(StrEnum):
    """Doing things right, the right things, or how we decide what is right (B54-77)."""

    SINGLE = "single"
    DOUBLE = "double"
    TRIPLE = "triple"


class Recommendation(Versioned, Model):
    """One recommendation to one commissioner; tags may wait until the report is final."""

    __tablename__ = "recommendation"
    __table_args__ = (UniqueConstraint("engagement_id", "number"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    number: Mapped[int]
    text: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    level: Mapped[Level | None]
    quadrant: Mapped[Quadrant | None]
    loop: Mapped[Loop | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    engagement: Mapped[Engagement] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def is_tagged(self) -> bool:
        """Whether level, quadrant and loop are all there."""
        return None not in (self.level, self.quadrant, self.loop)


class FindingKind(StrEnum):
    """What a finding is; never a fault of somebody (DOMAIN.md 1a, A3-5)."""

    CONTRIBUTING_FACTOR = "contributing_factor"
    PATTERN = "pattern"


class Finding(Versioned, Model):
    """An anonymised finding for the findings bank; shared after a second person looked (I24)."""

    __tablename__ = "finding"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    kind: Mapped[FindingKind]
    text: Mapped[str]
    sector: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    shared_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    engagement: Mapped[Engagement] = relationship()
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])
