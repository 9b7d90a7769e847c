"""The review team and the case group of a review."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.groups import CaseMemberForm, ConfirmForm, MemberForm, TeamMemberForm
from lt_admin.conduct.models.groups import Group, GroupMember, Side
from lt_admin.conduct.queries import groups as queries
from lt_admin.conduct.queries import labels
from lt_admin.conduct.services import groups as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages, the_review
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import Engagement, PartyRole

bp = new_pages("groups")
GROUPS = f"{REVIEW}/groups"
ONE_GROUP = f"{GROUPS}/<any(review_team, case_group):group>"
ONE_MEMBER = f"{GROUPS}/members/<int:member_id>"
FORMS: dict[Group, type[MemberForm]] = {
    Group.REVIEW_TEAM: TeamMemberForm,
    Group.CASE_GROUP: CaseMemberForm,
}
UNDER = (_l("Groups"), "groups.groups")
ADD = {
    Group.REVIEW_TEAM: FormWords(
        _l("Add to the review team"),
        UNDER,
        _l("Somebody who was not involved, knows the policy, and can bring change."),
        _l("Add"),
    ),
    Group.CASE_GROUP: FormWords(
        _l("Add to the case group"),
        UNDER,
        _l(
            "A professional of a participating organisation who was involved: a witness and expert"
            " by experience."
        ),
        _l("Add"),
    ),
}
CHANGE = FormWords(_l("Change a member"), UNDER)
CONFIRM = FormWords(
    _l("The commissioners confirm a group"),
    UNDER,
    _l("A change in the group afterwards takes the confirmation away."),
    _l("Record the confirmation"),
)


@bp.get(GROUPS)
@requires(Permission.CONDUCT_READ)
def groups(engagement_id: int) -> ResponseReturnValue:
    """Who is in which group, and who confirmed that."""
    engagement = the_review(engagement_id)
    members = queries.members_of(engagement_id)
    return render_template(
        "conduct/groups.html",
        engagement=engagement,
        groups={g: [m for m in members if m.group is g] for g in queries.groups_of(engagement)},
        confirmations=queries.confirmations_of(engagement_id),
        beside_manager=queries.beside_their_manager(members),
        overridden=[member for member in members if member.override_reason],
        labels=labels,
        sides=list(Side),
    )


def _back(engagement: Engagement) -> ResponseReturnValue:
    return redirect(url_for(".groups", engagement_id=engagement.id))


def _form(engagement: Engagement, group: Group, member: GroupMember | None = None) -> MemberForm:
    kind = FORMS[group]
    form = kind(data=kind.shown(member)) if member else kind()
    excluded = PartyRole.PARTNER if group is Group.REVIEW_TEAM else None
    takes_part = [
        party.organisation
        for party in engagement.parties
        if party.role is PartyRole.PARTICIPATING or (excluded and party.role is not excluded)
    ]
    form.offer(takes_part)
    return form


@bp.route(f"{ONE_GROUP}/members/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def new_member(engagement_id: int, group: str) -> ResponseReturnValue:
    """Put somebody in a group."""
    engagement, which = the_review(engagement_id), Group(group)
    form = _form(engagement, which)
    if form.is_sent_well():
        with form.refusals():
            services.add_member(engagement, group=which, **form.facts, by=current_user)
            flash(_("%(name)s is added to the group.", name=form.name.data))
            return _back(engagement)
    return form_page(engagement, form, ADD[which])


def _member(engagement: Engagement, member_id: int) -> GroupMember:
    found = queries.find_member(engagement, member_id)
    return found if found is not None and found.name is not None else abort(404)


@bp.route(ONE_MEMBER, methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def member(engagement_id: int, member_id: int) -> ResponseReturnValue:
    """Write somebody in a group down anew."""
    engagement = the_review(engagement_id)
    found = _member(engagement, member_id)
    form = _form(engagement, found.group, found)
    if form.is_sent_well():
        with form.refusals():
            services.change_member(found, **form.facts, by=current_user)
            return _back(engagement)
    remove = url_for(".remove_member", engagement_id=engagement_id, member_id=member_id)
    return form_page(engagement, form, CHANGE, remove=remove)


@bp.post(f"{ONE_MEMBER}/remove")
@requires(Permission.CONDUCT_MANAGE)
def remove_member(engagement_id: int, member_id: int) -> ResponseReturnValue:
    """Take somebody out of a group."""
    engagement = the_review(engagement_id)
    found = _member(engagement, member_id)
    name = found.name
    services.remove_member(found, by=current_user)
    flash(_("%(name)s is taken out.", name=name))
    return _back(engagement)


@bp.route(f"{ONE_GROUP}/commissioners", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def confirm_for_commissioners(engagement_id: int, group: str) -> ResponseReturnValue:
    """A contact of a commissioner says that a group is complete."""
    engagement, form = the_review(engagement_id), ConfirmForm()
    people = {each.id: each for each in queries.contacts_at(engagement)}
    form.contact.offer([(n, f"{c.name}, {c.organisation.name}") for n, c in people.items()])
    if form.is_sent_well():
        with form.refusals():
            side, contact = Side.COMMISSIONERS, people[form.contact.data]
            services.confirm_group(
                engagement, Group(group), side=side, contact=contact, by=current_user
            )
            return _back(engagement)
    return form_page(engagement, form, CONFIRM)


@bp.post(f"{ONE_GROUP}/reviewers")
@requires(Permission.CONDUCT_MANAGE)
def confirm_for_reviewers(engagement_id: int, group: str) -> ResponseReturnValue:
    """The reviewers say that a group is complete."""
    engagement = the_review(engagement_id)
    services.confirm_group(engagement, Group(group), side=Side.REVIEWERS, by=current_user)
    return _back(engagement)
