"""The verbs of the review team and the case group (DOMAIN.md 1a, A51-54)."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.conduct.models.groups import Group, GroupConfirmation, GroupMember, Side
from lt_admin.conduct.queries import groups as queries
from lt_admin.conduct.rules.groups import Declarations, name_key
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement, EngagementState, PartyRole
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.queries.locks import lock_engagement
from lt_admin.orientation.services.engagements import Actor, check_is_open
from lt_admin.reviewers.models.assignments import GUIDING
from lt_admin.reviewers.queries.access import role_of

EARLY = (EngagementState.REQUESTED, EngagementState.ORIENTATION, EngagementState.QUOTED)


def check_is_accepted(engagement: Engagement) -> None:
    """Raise WrongState before the review is confirmed, and once it has ended."""
    check_is_open(engagement)
    if engagement.state in EARLY:
        raise WrongState(_("This is possible once the review is accepted."))


def add_member(  # noqa: PLR0913 - a member is all of this
    engagement: Engagement,
    *,
    group: Group,
    organisation: Organisation,
    name: str,
    function: str,
    was_involved: bool,
    knows_policy: bool = False,
    has_influence: bool = False,
    is_manager: bool = False,
    override_reason: str = "",
    by: User,
) -> GroupMember:
    """Put somebody in a group; its confirmations are asked anew.

    Refused for who is in a group already, for a case group member who was not involved, and for
    a review team member with a "no" unless the coordinator gives a reason.
    """
    lock_engagement(engagement)
    check_is_accepted(engagement)
    member = GroupMember(engagement=engagement, group=group, function=function.strip())
    said = Declarations(was_involved, knows_policy, has_influence)
    _settle(member, organisation, name, said, override_reason, by)
    member.is_manager = is_manager
    session.add(member)
    _tell("member:added", member, by)
    return member


def change_member(  # noqa: PLR0913 - as add_member
    member: GroupMember,
    *,
    organisation: Organisation,
    name: str,
    function: str,
    was_involved: bool,
    knows_policy: bool = False,
    has_influence: bool = False,
    is_manager: bool = False,
    override_reason: str = "",
    by: User,
) -> None:
    """Write somebody down anew, under the same rules; the group's confirmations are asked anew."""
    lock_engagement(member.engagement)
    check_is_accepted(member.engagement)
    _check_has_name(member)
    said = Declarations(was_involved, knows_policy, has_influence)
    _settle(member, organisation, name, said, override_reason, by)
    member.function, member.is_manager = function.strip(), is_manager
    _tell("member:changed", member, by)


def _settle(
    member: GroupMember,
    organisation: Organisation,
    name: str,
    said: Declarations,
    override_reason: str,
    by: User,
) -> None:
    """Check all the rules, then fill the member in."""
    _check_place(member, organisation)
    _check_namesake(member, organisation, name_key(name))
    reason = _reason_needed(member.group, said, override_reason.strip(), by)
    member.organisation, member.organisation_id = organisation, organisation.id
    member.name, member.name_key = name.strip(), name_key(name)
    member.was_involved, member.knows_policy = said.was_involved, said.knows_policy
    member.has_influence, member.override_reason = said.has_influence, reason
    member.overridden_by = by if reason else None


def _check_place(member: GroupMember, organisation: Organisation) -> None:
    if member.group not in queries.groups_of(member.engagement):
        raise Refused(_("A short review has no separate review team."))
    roles = {p.role for p in member.engagement.parties if p.organisation_id == organisation.id}
    if member.group is Group.CASE_GROUP and PartyRole.PARTICIPATING not in roles:
        raise Refused(
            _("%(name)s does not take part; the case group is of who does.", name=organisation.name)
        )
    if not roles - {PartyRole.PARTNER}:
        raise Refused(_("%(name)s is no party to this review.", name=organisation.name))


def _check_namesake(member: GroupMember, organisation: Organisation, key: str) -> None:
    if not key:
        raise Refused(_("Write the name."))
    other = queries.find_namesake(member.engagement, organisation.id, key, besides=member.id)
    if other is None:
        return
    if other.group is member.group:
        raise Refused(_("%(name)s is in this group already.", name=other.name))
    raise Refused(_("%(name)s is in the other group; nobody can be in both.", name=other.name))


def _reason_needed(group: Group, said: Declarations, reason: str, by: User) -> str:
    """The reason to keep: only the coordinator goes on in spite of a declaration."""
    if group is Group.CASE_GROUP:
        if not said.was_involved:
            raise Refused(_("The case group is of people who were involved themselves."))
        return ""
    if said.are_all_well:
        return ""
    if not reason:
        raise Refused(
            _(
                "The review team is of people who were not involved, know the policy and can "
                "bring change. Give a reason why this person takes part all the same."
            )
        )
    if by.role is not Role.COORDINATOR:
        raise Refused(_("Only the coordinator can go on in spite of a declaration."))
    return reason


def remove_member(member: GroupMember, *, by: User) -> None:
    """Take somebody out of a group; who stands without a name stays, as a count."""
    lock_engagement(member.engagement)
    check_is_accepted(member.engagement)
    _check_has_name(member)
    _tell("member:removed", member, by)
    session.delete(member)
    session.flush()


def _check_has_name(member: GroupMember) -> None:
    if member.name_erased_at is not None:
        raise WrongState(_("The name is let go; what stays is a count."))


def _tell(event: str, member: GroupMember, by: User) -> None:
    """Log the change, and take away what was confirmed before it."""
    session.flush()
    for (group, _side), confirmed in queries.confirmations_of(member.engagement_id).items():
        if group is member.group:
            session.delete(confirmed)
    facts = {"group": member.group, "organisation": member.organisation.name}
    if event != "member:removed":
        facts |= {"overridden": "yes" if member.override_reason else "no"}
    audit.record(event, member, by=by, about=member.engagement, **facts)


def confirm_group(
    engagement: Engagement, group: Group, *, side: Side, contact: Contact | None = None, by: User
) -> GroupConfirmation:
    """One side says that a group is complete: the commissioners by a contact, or the reviewers."""
    lock_engagement(engagement)
    check_is_accepted(engagement)
    if not queries.counts(engagement.id)[group]:
        raise WrongState(_("There is nobody in this group yet."))
    if (group, side) in queries.confirmations_of(engagement.id):
        raise WrongState(_("This is confirmed already."))
    _check_side(engagement, side, contact, by)
    confirmed = GroupConfirmation(
        engagement_id=engagement.id, group=group, side=side, contact=contact, recorded_by=by
    )
    session.add(confirmed)
    audit.record("group:confirmed", confirmed, by=by, about=engagement, group=group, side=side)
    return confirmed


def _check_side(engagement: Engagement, side: Side, contact: Contact | None, by: User) -> None:
    if side is Side.COMMISSIONERS:
        parties = {party.organisation_id for party in engagement.parties}
        if contact is None or contact.organisation_id not in parties:
            raise Refused(_("Choose who confirmed this on behalf of the commissioners."))
    elif by.role is not Role.COORDINATOR and role_of(by, engagement) not in GUIDING:
        raise Refused(_("The reviewers of this review confirm it, or the coordinator for them."))


def erase_names(engagement: Engagement, *, by: Actor) -> int:
    """Let go of the names; organisation and function stay, so the counts do (DOMAIN.md 2i)."""
    named = [member for member in queries.members_of(engagement.id) if member.name is not None]
    for member in named:
        member.name = member.name_key = None
        member.name_erased_at = clock.now()
    if named:
        audit.record("members:erased", engagement, by=by, about=engagement, count=len(named))
    return len(named)
