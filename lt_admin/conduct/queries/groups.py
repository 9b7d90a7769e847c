"""Reading the review team and the case group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lt_admin.conduct.models.groups import Group, GroupConfirmation, GroupMember, Side
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, Party
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.rules.engagements import EngagementType


def groups_of(engagement: Engagement) -> tuple[Group, ...]:
    """The groups that a review has: a short one has no separate review team (DOMAIN.md 4, S6)."""
    is_short = engagement.type is EngagementType.SHORT_ONE_DAY
    return (Group.CASE_GROUP,) if is_short else (Group.REVIEW_TEAM, Group.CASE_GROUP)


def members_of(engagement_id: int) -> Sequence[GroupMember]:
    """Everybody in both groups, by organisation, in the order of joining."""
    return session.scalars(
        select(GroupMember)
        .join(Organisation, Organisation.id == GroupMember.organisation_id)
        .where(GroupMember.engagement_id == engagement_id)
        .order_by(Organisation.name, GroupMember.id)
        .options(joinedload(GroupMember.organisation), joinedload(GroupMember.overridden_by))
    ).all()


def counts(engagement_id: int) -> dict[Group, int]:
    """How many people each group has, those whose name is let go included."""
    rows = session.execute(
        select(GroupMember.group, func.count(GroupMember.id))
        .where(GroupMember.engagement_id == engagement_id)
        .group_by(GroupMember.group)
    )
    return dict.fromkeys(Group, 0) | {row[0]: row[1] for row in rows}


def confirmations_of(engagement_id: int) -> dict[tuple[Group, Side], GroupConfirmation]:
    """Who confirmed which group, as far as it was."""
    found = session.scalars(
        select(GroupConfirmation)
        .where(GroupConfirmation.engagement_id == engagement_id)
        .options(joinedload(GroupConfirmation.recorded_by), joinedload(GroupConfirmation.contact))
    )
    return {(each.group, each.side): each for each in found}


def find_member(engagement: Engagement, member_id: int) -> GroupMember | None:
    """That member of this review's groups."""
    found = session.get(GroupMember, member_id)
    return found if found is not None and found.engagement_id == engagement.id else None


def find_namesake(
    engagement: Engagement, organisation_id: int, key: str, *, besides: int | None
) -> GroupMember | None:
    """Somebody of that organisation and name who is in a group already."""
    wanted = select(GroupMember).where(
        GroupMember.engagement_id == engagement.id,
        GroupMember.organisation_id == organisation_id,
        GroupMember.name_key == key,
    )
    return session.scalars(wanted.where(GroupMember.id != (besides or 0))).one_or_none()


def overridden_members() -> Sequence[GroupMember]:
    """Everybody who is in a group in spite of a declaration, for the board (DOMAIN.md 2e)."""
    return session.scalars(
        select(GroupMember)
        .where(GroupMember.override_reason != "")
        .order_by(GroupMember.id)
        .options(
            joinedload(GroupMember.organisation),
            joinedload(GroupMember.overridden_by),
            joinedload(GroupMember.engagement),
        )
    ).all()


def contacts_at(engagement: Engagement) -> Sequence[Contact]:
    """The people of the review's organisations to whom we write, by organisation and name."""
    return session.scalars(
        select(Contact)
        .join(Organisation, Organisation.id == Contact.organisation_id)
        .join(Party, Party.organisation_id == Organisation.id)
        .where(Party.engagement_id == engagement.id, Contact.left_on.is_(None))
        .order_by(Organisation.name, Contact.name, Contact.id)
        .options(joinedload(Contact.organisation))
    ).all()


def beside_their_manager(members: Sequence[GroupMember]) -> list[str]:
    """The organisations of which a manager and others are both in the case group."""
    found: dict[str, set[bool]] = defaultdict(set)
    for member in members:
        if member.group is Group.CASE_GROUP:
            found[member.organisation.name].add(member.is_manager)
    return [name for name, kinds in found.items() if len(kinds) > 1]
