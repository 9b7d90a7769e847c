"""Who takes part in a review, and their written agreements."""

from __future__ import annotations

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.forms.engagements import (
    AgreementForm,
    NewPartyForm,
    RefusalForm,
    RoleForm,
)
from lt_admin.orientation.forms.requests import PickedOrNew
from lt_admin.orientation.models.engagements import Engagement, Party
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.queries import words
from lt_admin.orientation.queries.engagements import find_party
from lt_admin.orientation.queries.organisations import (
    find_organisation,
    likely_the_same,
    to_choose_from,
)
from lt_admin.orientation.queries.records import agreement_of, title_of
from lt_admin.orientation.rules.organisations import Likely
from lt_admin.orientation.services import engagements as services
from lt_admin.orientation.services.organisations import add_organisation
from lt_admin.orientation.views.engagements import back_to, the_engagement

bp = Blueprint("parties", __name__, template_folder="../templates")


def the_party(engagement: Engagement, party_id: int) -> Party:
    """The party of that engagement, or a 404."""
    return find_party(engagement, party_id) or abort(404)


def unseen_duplicates(form: PickedOrNew) -> list[Likely]:
    """What is likely the same as the organisation described, unless its writer saw it."""
    return likely_the_same(form.known) if form.is_new and not form.anyway.data else []


def chosen(form: PickedOrNew) -> Organisation:
    """The organisation that was picked, or the new one, added."""
    if form.is_new:
        return add_organisation(by=current_user, **form.new_facts)
    return find_organisation(form.organisation.data) or abort(404)


@bp.route("/engagements/<int:engagement_id>/parties/new", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def new_party(engagement_id: int) -> ResponseReturnValue:
    """Give an organisation its place in the review."""
    engagement = the_engagement(engagement_id)
    form = NewPartyForm()
    form.organisation.offer(to_choose_from(besides=[p.organisation_id for p in engagement.parties]))
    likely: list[Likely] = []
    if form.is_sent_well() and not (likely := unseen_duplicates(form)):
        with form.refusals():
            services.add_party(engagement, chosen(form), role=form.role.data, by=current_user)
            return back_to(engagement, "parties")
    return _new_party(form, engagement, likely)


def _new_party(
    form: NewPartyForm, engagement: Engagement, likely: list[Likely]
) -> ResponseReturnValue:
    return render_template(
        "orientation/party_form.html",
        form=form,
        engagement=engagement,
        engagement_title=title_of(engagement),
        likely=likely,
        why=words.WHY,
    ), (422 if likely else form.status)


def _party(
    party: Party,
    *,
    agreement: AgreementForm | None = None,
    refusal: RefusalForm | None = None,
    role: RoleForm | None = None,
) -> ResponseReturnValue:
    """The page of one party, with whichever form was sent."""
    sent = agreement or refusal or role
    return render_template(
        "orientation/party.html",
        party=party,
        engagement=party.engagement,
        engagement_title=title_of(party.engagement),
        badge=agreement_of(party),
        words=words,
        agreement=agreement or AgreementForm(formdata=None),
        refusal=refusal or RefusalForm(formdata=None),
        role=role or RoleForm(formdata=None, role=party.role),
    ), (sent.status if sent else 200)


@bp.get("/engagements/<int:engagement_id>/parties/<int:party_id>")
@requires(Permission.ENGAGEMENT_MANAGE)
def party(engagement_id: int, party_id: int) -> ResponseReturnValue:
    """An organisation's place in the review: its agreement, refusal and role."""
    return _party(the_party(the_engagement(engagement_id), party_id))


@bp.post("/engagements/<int:engagement_id>/parties/<int:party_id>/agreement")
@requires(Permission.ENGAGEMENT_MANAGE)
def agree(engagement_id: int, party_id: int) -> ResponseReturnValue:
    """Record a written agreement."""
    found = the_party(the_engagement(engagement_id), party_id)
    form = AgreementForm()
    if form.is_sent_well():
        with form.refusals():
            facts = {"name": form.name.data or "", "function": form.function.data or ""}
            services.record_agreement(
                found, agreed_on=form.agreed_on.data, **facts, by=current_user
            )
            flash(_("The agreement of %(name)s is recorded.", name=found.organisation.name))
            return back_to(found.engagement, "parties")
    return _party(found, agreement=form)


@bp.post("/engagements/<int:engagement_id>/parties/<int:party_id>/refusal")
@requires(Permission.ENGAGEMENT_MANAGE)
def refuse(engagement_id: int, party_id: int) -> ResponseReturnValue:
    """Record that an organisation does not take part."""
    found = the_party(the_engagement(engagement_id), party_id)
    form = RefusalForm()
    if form.is_sent_well():
        with form.refusals():
            services.record_refusal(found, refused_on=form.refused_on.data, by=current_user)
            return back_to(found.engagement)
    return _party(found, refusal=form)


@bp.post("/engagements/<int:engagement_id>/parties/<int:party_id>/role")
@requires(Permission.ENGAGEMENT_MANAGE)
def change_role(engagement_id: int, party_id: int) -> ResponseReturnValue:
    """Say anew what an organisation is in the review."""
    found = the_party(the_engagement(engagement_id), party_id)
    form = RoleForm()
    if form.is_sent_well():
        with form.refusals():
            services.change_party(found, role=form.role.data, by=current_user)
            return back_to(found.engagement, "parties")
    return _party(found, role=form)


@bp.post("/engagements/<int:engagement_id>/parties/<int:party_id>/remove")
@requires(Permission.ENGAGEMENT_MANAGE)
def remove(engagement_id: int, party_id: int) -> ResponseReturnValue:
    """Take out an organisation that was added by mistake."""
    engagement = the_engagement(engagement_id)
    found = the_party(engagement, party_id)
    services.remove_party(found, by=current_user)
    flash(_("%(name)s was taken out.", name=found.organisation.name))
    return back_to(engagement, "parties")
