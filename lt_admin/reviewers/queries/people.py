"""Reviewers and payees: finding them, and what is settled about their hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.core.db import session
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.people import Payee, PayeePeriod, Reviewer
from lt_admin.reviewers.models.supervision import SupervisionSession

_WHOLE = (
    joinedload(Reviewer.user),
    selectinload(Reviewer.levels),
    selectinload(Reviewer.payee_periods).joinedload(PayeePeriod.payee),
    selectinload(Reviewer.rates),
)


def find_reviewer(reviewer_id: int) -> Reviewer | None:
    """A reviewer with levels, payees and rates."""
    return session.get(Reviewer, reviewer_id, options=_WHOLE)


def reviewer_of(user: User) -> Reviewer | None:
    """The reviewer who signs in as `user`, if this is one."""
    return session.scalars(
        select(Reviewer).where(Reviewer.user_id == user.id).options(joinedload(Reviewer.user))
    ).one_or_none()


def pool() -> Sequence[Reviewer]:
    """Every reviewer who has not left, by name, with levels and payees."""
    return session.scalars(
        select(Reviewer)
        .join(User, Reviewer.user_id == User.id)
        .where(Reviewer.left_on.is_(None))
        .order_by(User.name, Reviewer.id)
        .options(*_WHOLE)
    ).all()


def last_locked_day(reviewer: Reviewer) -> date | None:
    """The last day whose hours or supervision an invoice or a payment statement holds."""
    days = union_all(
        select(func.max(TimeEntry.worked_on).label("day")).where(
            TimeEntry.reviewer_id == reviewer.id, TimeEntry.locked_at.is_not(None)
        ),
        select(func.max(SupervisionSession.held_on)).where(
            SupervisionSession.supervisor_id == reviewer.id,
            SupervisionSession.locked_at.is_not(None),
        ),
    ).subquery()
    found: date | None = session.scalar(select(func.max(days.c.day)))
    return found


def find_payee(payee_id: int) -> Payee | None:
    """A payee."""
    return session.get(Payee, payee_id)


def payee_of_organisation(organisation_id: int) -> Payee | None:
    """The payee that stands for an employer, if there is one already."""
    return session.scalars(
        select(Payee).where(Payee.organisation_id == organisation_id)
    ).one_or_none()


def payees() -> Sequence[Payee]:
    """Every payee, by name."""
    return session.scalars(select(Payee).order_by(Payee.name, Payee.id)).all()


def accounts_without_record() -> Sequence[User]:
    """The active accounts of reviewers and supervisors that have no reviewer record yet."""
    return session.scalars(
        select(User)
        .where(
            User.role.in_([Role.REVIEWER, Role.SUPERVISOR]),
            User.deactivated_at.is_(None),
            User.id.not_in(select(Reviewer.user_id)),
        )
        .order_by(User.name, User.id)
    ).all()


def find_employer(organisation_id: int) -> Organisation | None:
    """An organisation."""
    return session.get(Organisation, organisation_id)


def employers() -> Sequence[Organisation]:
    """The organisations that can employ a reviewer, by name."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.archived_on.is_(None))
        .order_by(Organisation.name, Organisation.id)
    ).all()
