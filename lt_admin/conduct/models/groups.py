"""The review team and the case group: who takes part, by organisation and function."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact, Organisation


class Group(StrEnum):
    """The two groups of a review (DOMAIN.md 1a, A51-54)."""

    REVIEW_TEAM = "review_team"
    CASE_GROUP = "case_group"


class GroupMember(Versioned, Model):
    """Somebody in one of the groups; the name goes when its term is over, the count stays.

    The name in small letters guards that nobody of an organisation is in both groups; both are
    None once the name is gone (DOMAIN.md 2i).
    """

    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("engagement_id", "organisation_id", "name_key"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    group: Mapped[Group]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str | None]
    name_key: Mapped[str | None]
    function: Mapped[str]
    was_involved: Mapped[bool]  # in the case itself
    knows_policy: Mapped[bool] = mapped_column(default=False)
    has_influence: Mapped[bool] = mapped_column(default=False)  # on change in the organisation
    is_manager: Mapped[bool] = mapped_column(default=False)  # of others in the group
    override_reason: Mapped[str] = mapped_column(default="")
    overridden_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    name_erased_at: Mapped[datetime | None]
    engagement: Mapped[Engagement] = relationship()
    organisation: Mapped[Organisation] = relationship()
    overridden_by: Mapped[User | None] = relationship()


class Side(StrEnum):
    """Who confirms that a group is composed well (DOMAIN.md 1a, A51)."""

    COMMISSIONERS = "commissioners"
    REVIEWERS = "reviewers"


class GroupConfirmation(Model):
    """One side says that a group is complete; a change afterwards takes it away."""

    __tablename__ = "group_confirmation"
    __table_args__ = (UniqueConstraint("engagement_id", "group", "side"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    group: Mapped[Group]
    side: Mapped[Side]
    confirmed_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    contact_id: Mapped[int | None] = mapped_column(  # the commissioner's
        ForeignKey("contact.id"), index=True
    )
    recorded_by: Mapped[User] = relationship()
    contact: Mapped[Contact | None] = relationship()
