"""Evaluation: how many were asked, and what they answered; no way from an answer to a person.

An invitation holds no name and no address, and says only that it was used, not when. An answer
sheet points at no invitation, has a random id and knows the month, not the moment.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement


class Respondents(StrEnum):
    """The groups of DOMAIN.md 2b: service users, staff, boards, rest, municipality."""

    SERVICE_USERS = "C"
    STAFF = "S"
    BOARDS = "B"
    REST = "R"
    MUNICIPALITY = "M"


class Moment(StrEnum):
    """T0 within two weeks after step 5; T1 six months later or at step 6 (DOMAIN.md 2b)."""

    T0 = "T0"
    T1 = "T1"


class Asked(Versioned, Model):
    """How many of a group got the questionnaire of a review, on paper or by link."""

    __tablename__ = "evaluation_asked"
    __table_args__ = (
        UniqueConstraint("engagement_id", "moment", "respondents"),
        CheckConstraint("on_paper >= 0 AND by_link >= 0", name="counts"),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    moment: Mapped[Moment]
    respondents: Mapped[Respondents]
    on_paper: Mapped[int] = mapped_column(default=0)
    by_link: Mapped[int] = mapped_column(default=0)
    engagement: Mapped[Engagement] = relationship()

    @property
    def invited(self) -> int:
        """All together."""
        return self.on_paper + self.by_link


def _random_id() -> int:
    return secrets.randbelow(2**62) + 1


class Invitation(Model):
    """A one-time link to one questionnaire; nothing says whose it was."""

    __tablename__ = "evaluation_invitation"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=_random_id)
    asked_id: Mapped[int] = mapped_column(ForeignKey("evaluation_asked.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_on: Mapped[date]
    is_used: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[Asked] = relationship()

    def is_expired(self, on: date) -> bool:
        """Whether its last day is past."""
        return self.expires_on < on


class AnswerSheet(Model):
    """One filled-in questionnaire."""

    __tablename__ = "evaluation_sheet"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=_random_id)
    asked_id: Mapped[int] = mapped_column(ForeignKey("evaluation_asked.id"), index=True)
    month: Mapped[date]  # the first day of the month in which it came
    asked: Mapped[Asked] = relationship()
    answers: Mapped[list[Answer]] = relationship(cascade="all, delete-orphan")
    open_answers: Mapped[list[OpenAnswer]] = relationship(cascade="all, delete-orphan")


class Answer(Model):
    """What was answered to one item: 1 to 5, or None for not applicable."""

    __tablename__ = "evaluation_answer"
    __table_args__ = (
        UniqueConstraint("sheet_id", "item"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=_random_id)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("evaluation_sheet.id"))
    item: Mapped[str] = mapped_column(String(4))
    score: Mapped[int | None]


class OpenQuestion(StrEnum):
    """The two open questions for everybody."""

    HELPED = "helped"
    DIFFERENT = "different"


class OpenAnswer(Model):
    """Words in somebody's own hand: read for names first, and gone after 24 months (2i)."""

    __tablename__ = "evaluation_open_answer"
    __table_args__ = (UniqueConstraint("sheet_id", "question"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=_random_id)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("evaluation_sheet.id"))
    question: Mapped[OpenQuestion]
    text: Mapped[str]
    is_checked: Mapped[bool] = mapped_column(default=False)  # somebody read it for names


class RetentionRun(Model):
    """One run of the retention rules: how many of what; never who (DOMAIN.md 2i)."""

    __tablename__ = "retention_run"

    rule: Mapped[str] = mapped_column(String(32))
    ran_at: Mapped[datetime] = mapped_column(default=clock.now)
    things: Mapped[int]
