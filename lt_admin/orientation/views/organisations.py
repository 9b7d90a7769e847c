"""Pages of organisations and their contacts."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.orientation.forms.organisations import ContactForm, LeaveForm, OrganisationForm
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.queries import organisations as queries
from lt_admin.orientation.queries import words
from lt_admin.orientation.rules.organisations import Likely
from lt_admin.orientation.services import organisations as services

bp = Blueprint("organisations", __name__, template_folder="../templates")


def the_organisation(organisation_id: int) -> Organisation:
    """The organisation, or a 404."""
    return queries.find_organisation(organisation_id) or abort(404)


def the_contact(organisation_id: int, contact_id: int) -> Contact:
    """The contact of that organisation, or a 404."""
    return queries.find_contact(organisation_id, contact_id) or abort(404)


def back_to(organisation: Organisation) -> ResponseReturnValue:
    """To the organisation's page."""
    return redirect(url_for("organisations.organisation", organisation_id=organisation.id))


@bp.get("/organisations")
@requires(Permission.ORGANISATION_READ)
def organisations() -> ResponseReturnValue:
    """All organisations that we know."""
    rows = queries.all_organisations()
    return show(queries.ORGANISATIONS, rows, "orientation/organisations.html")


@bp.get("/organisations/<int:organisation_id>")
@requires(Permission.ORGANISATION_READ)
def organisation(organisation_id: int) -> ResponseReturnValue:
    """One organisation: its facts, its contacts, its reviews."""
    found = the_organisation(organisation_id)
    return render_template(
        "orientation/organisation.html",
        organisation=found,
        reviews=queries.reviews_of(found),
        words=words,
        may_manage=current_user.may(Permission.ORGANISATION_MANAGE),
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def new_organisation() -> ResponseReturnValue:
    """A new organisation; what is likely the same is shown before it is saved."""
    form = OrganisationForm()
    likely: list[Likely] = []
    if form.is_sent_well() and not (likely := unseen_duplicates(form)):
        with form.refusals():
            added = services.add_organisation(by=current_user, **form.facts)
            flash(_("%(name)s is in the list.", name=added.name))
            return back_to(added)
    return _form(form, likely)


def unseen_duplicates(form: OrganisationForm, besides: int = 0) -> list[Likely]:
    """What is likely the same, unless the writer saw it and saves anyway."""
    found = [] if form.anyway.data else queries.likely_the_same(form.known)
    return [likely for likely in found if likely.known.id != besides]


def _form(
    form: OrganisationForm, likely: list[Likely], organisation: Organisation | None = None
) -> ResponseReturnValue:
    return render_template(
        "orientation/organisation_form.html",
        form=form,
        likely=likely,
        why=words.WHY,
        organisation=organisation,
    ), (422 if likely else form.status)


@bp.route("/organisations/<int:organisation_id>/change", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def change_organisation(organisation_id: int) -> ResponseReturnValue:
    """Correct what is known of an organisation."""
    found = the_organisation(organisation_id)
    form = OrganisationForm(obj=found)
    likely: list[Likely] = []
    if form.is_sent_well() and not (likely := unseen_duplicates(form, found.id)):
        with form.refusals():
            services.change_organisation(found, by=current_user, **form.facts)
            flash(_("The changes are saved. Papers that went out keep what they said."))
            return back_to(found)
    return _form(form, likely, found)


@bp.post("/organisations/<int:organisation_id>/archive")
@requires(Permission.ORGANISATION_MANAGE)
def archive_organisation(organisation_id: int) -> ResponseReturnValue:
    """Take an organisation out of the lists to choose from."""
    found = the_organisation(organisation_id)
    services.archive_organisation(found, on=clock.today(), by=current_user)
    flash(_("%(name)s is archived. All that happened stays.", name=found.name))
    return back_to(found)


@bp.post("/organisations/<int:organisation_id>/restore")
@requires(Permission.ORGANISATION_MANAGE)
def restore_organisation(organisation_id: int) -> ResponseReturnValue:
    """Put an organisation back in the lists."""
    found = the_organisation(organisation_id)
    services.restore_organisation(found, by=current_user)
    flash(_("%(name)s is in use again.", name=found.name))
    return back_to(found)


@bp.route("/organisations/<int:organisation_id>/contacts/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def new_contact(organisation_id: int) -> ResponseReturnValue:
    """A person whom we write to."""
    found = the_organisation(organisation_id)
    form = ContactForm()
    if form.is_sent_well():
        with form.refusals():
            services.add_contact(found, by=current_user, **form.facts)
            flash(_("%(name)s is added.", name=form.name.data))
            return back_to(found)
    return _contact_form(form, found)


@bp.route("/organisations/<int:organisation_id>/contacts/<int:contact_id>", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def change_contact(organisation_id: int, contact_id: int) -> ResponseReturnValue:
    """Correct what is known of a contact."""
    contact = the_contact(organisation_id, contact_id)
    form = ContactForm(obj=contact)
    if form.is_sent_well():
        with form.refusals():
            services.change_contact(contact, by=current_user, **form.facts)
            flash(_("The changes are saved."))
            return back_to(contact.organisation)
    return _contact_form(form, contact.organisation, contact)


def _contact_form(
    form: ContactForm, organisation: Organisation, contact: Contact | None = None
) -> ResponseReturnValue:
    return render_template(
        "orientation/contact_form.html", form=form, organisation=organisation, contact=contact
    ), form.status


@bp.route(
    "/organisations/<int:organisation_id>/contacts/<int:contact_id>/left", methods=["GET", "POST"]
)
@requires(Permission.ORGANISATION_MANAGE)
def contact_left(organisation_id: int, contact_id: int) -> ResponseReturnValue:
    """Somebody is no longer there."""
    contact = the_contact(organisation_id, contact_id)
    form = LeaveForm(left_on=clock.today())
    if form.is_sent_well():
        with form.refusals():
            services.contact_left(contact, on=form.left_on.data, by=current_user)
            flash(_("Nothing is written to %(name)s any more.", name=contact.name))
            return back_to(contact.organisation)
    return render_template("orientation/contact_left.html", form=form, contact=contact), form.status
