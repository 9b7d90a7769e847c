"""Working documents outside the app: that they exist, with whom, and that they were destroyed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.people import Reviewer


class DocumentKind(StrEnum):
    """The kinds of working documents (DOMAIN.md 2i)."""

    INTERVIEW_NOTES = "interview_notes"
    FILE_EXTRACTS = "file_extracts"
    TIMELINE = "timeline"
    SESSION_NOTES = "session_notes"
    DRAFT_REPORT = "draft_report"


class DocumentForm(StrEnum):
    """Paper, digital or both: decides how it is destroyed."""

    PAPER = "paper"
    DIGITAL = "digital"
    BOTH = "both"


class WorkingDocument(Versioned, Model):
    """So many documents of a kind with a holder; a description of none of them."""

    __tablename__ = "working_document"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    kind: Mapped[DocumentKind]
    form: Mapped[DocumentForm]
    holder_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    place: Mapped[str] = mapped_column(default="")  # where it is kept, in neutral words
    count: Mapped[int]
    made_on: Mapped[date]
    certificate_id: Mapped[int | None] = mapped_column(
        ForeignKey("destruction_certificate.id"), index=True
    )
    engagement: Mapped[Engagement] = relationship()
    holder: Mapped[Reviewer] = relationship()
    certificate: Mapped[DestructionCertificate | None] = relationship(back_populates="documents")


class DestructionCertificate(Model):
    """The proof that all working documents of a review were destroyed; never changed (I17)."""

    __tablename__ = "destruction_certificate"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), unique=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)  # V2025-0003
    presented_on: Mapped[date]  # the last presentation
    due_on: Mapped[date]
    destroyed_on: Mapped[date]
    late_reason: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    pdf: Mapped[bytes] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    engagement: Mapped[Engagement] = relationship()
    issued_by: Mapped[User] = relationship()
    documents: Mapped[list[WorkingDocument]] = relationship(back_populates="certificate")

    @property
    def days_late(self) -> int:
        """How many days after the term; 0 when in time."""
        return max((self.destroyed_on - self.due_on).days, 0)


class CertificateSeries(Model):
    """The certificates of one year: ``V2025-0001`` and on."""

    __tablename__ = "certificate_series"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
