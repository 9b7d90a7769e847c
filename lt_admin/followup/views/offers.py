"""Times for a follow-up: looked for, offered, added, taken back, and mailed again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.followup.forms.follow_ups import ContactForm, OfferForm, SearchForm, TimesForm
from lt_admin.followup.models.bookings import Invitee, Offer
from lt_admin.followup.queries import access, availability, pages
from lt_admin.followup.queries import offers as queries
from lt_admin.followup.services import links
from lt_admin.followup.services import offers as services
from lt_admin.followup.views.follow_ups import HERE, back_to, show_page, the_managed_review
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact
from lt_admin.orientation.queries.organisations import find_contact

bp = Blueprint("offers", __name__, template_folder="../templates")
SHOWN = timedelta(days=28)


def _open_offer(engagement_id: int) -> Offer:
    the_managed_review(engagement_id)
    return queries.open_offer_of(engagement_id) or abort(404)


def _found(engagement: Engagement, search: SearchForm, form: TimesForm) -> dict[str, Any]:
    """Put the free times into the form; and what the page says about them."""
    guides, minutes = access.guides_of(engagement.id), search.minutes.data
    since = search.from_.data
    span = {"from_": since, "until": since + SHOWN}
    form.show(availability.free_starts(guides, minutes, **span), minutes)
    return {"guides": guides, "search": search, **span}


def _page(engagement: Engagement, form: TimesForm, facts: dict[str, Any]) -> ResponseReturnValue:
    offer = queries.open_offer_of(engagement.id)
    return render_template(
        "followup/offer.html", engagement=engagement, form=form, offer=offer, **facts
    ), form.status


def _offer_form(engagement: Engagement) -> tuple[OfferForm, dict[str, Any]]:
    form = OfferForm()
    known = queries.organisations_to_invite(engagement)
    form.invite(known)
    facts = _found(engagement, SearchForm.asked(request.args), form)
    return form, facts | {"nobody": [o.name for o, contact in known if contact is None]}


def _adding_form(offer: Offer) -> tuple[TimesForm, dict[str, Any]]:
    form = TimesForm()
    facts = _found(offer.engagement, SearchForm.asked(request.args, offer.minutes), form)
    form.leave_out(slot.starts_at for slot in offer.slots if slot.withdrawn_at is None)
    return form, facts | {"nobody": []}


@bp.get(f"{HERE}/offer")
@requires(Permission.FOLLOW_UP_MANAGE)
def new(engagement_id: int) -> ResponseReturnValue:
    """The times at which all reviewers can, to choose from."""
    engagement = the_managed_review(engagement_id)
    offer = queries.open_offer_of(engagement_id)
    form, facts = _offer_form(engagement) if offer is None else _adding_form(offer)
    return _page(engagement, form, facts)


@bp.post(f"{HERE}/offer")
@requires(Permission.FOLLOW_UP_MANAGE)
def make(engagement_id: int) -> ResponseReturnValue:
    """Offer the chosen times, and mail the links."""
    engagement = the_managed_review(engagement_id)
    form, facts = _offer_form(engagement)
    if form.is_sent_well():
        with form.refusals():
            minutes = facts["search"].minutes.data
            offer = services.make_offer(engagement, minutes=minutes, **form.terms, by=current_user)
            flash(_("The times are offered: %(mails)s mails go out.", mails=len(offer.invitees)))
            return back_to(engagement_id)
    return _page(engagement, form, facts)


@bp.post(f"{HERE}/times")
@requires(Permission.FOLLOW_UP_MANAGE)
def add(engagement_id: int) -> ResponseReturnValue:
    """Offer more times by the same links."""
    offer = _open_offer(engagement_id)
    form, facts = _adding_form(offer)
    if form.is_sent_well():
        with form.refusals():
            added = [services.add_slot(offer, at, by=current_user) for at in form.chosen]
            flash(ngettext("One time is added.", "%(num)d times are added.", len(added)))
            return back_to(engagement_id)
    return _page(offer.engagement, form, facts)


@bp.post(f"{HERE}/times/<int:slot_id>/withdraw")
@requires(Permission.FOLLOW_UP_MANAGE)
def withdraw(engagement_id: int, slot_id: int) -> ResponseReturnValue:
    """Take a time back."""
    slot = queries.find_slot(_open_offer(engagement_id), slot_id) or abort(404)
    services.withdraw_slot(slot, by=current_user)
    flash(_("The time is taken back."))
    return back_to(engagement_id)


@bp.post(f"{HERE}/close")
@requires(Permission.FOLLOW_UP_MANAGE)
def close(engagement_id: int) -> ResponseReturnValue:
    """Let nobody book any more."""
    services.close_offer(_open_offer(engagement_id), by=current_user)
    flash(_("The offer is closed."))
    return back_to(engagement_id)


def _invitee(engagement_id: int, invitee_id: int) -> Invitee:
    found = _open_offer(engagement_id).invitees
    return next((each for each in found if each.id == invitee_id), None) or abort(404)


@bp.post(f"{HERE}/invitees/<int:invitee_id>/send")
@requires(Permission.FOLLOW_UP_MANAGE)
def send(engagement_id: int, invitee_id: int) -> ResponseReturnValue:
    """Mail a fresh link, to the same person or to a colleague."""
    invitee, key = _invitee(engagement_id, invitee_id), f"send-{invitee_id}"
    form = ContactForm(prefix=f"{key}-")
    form.contact.offer(pages.colleagues_of(invitee))
    if form.is_sent_well():
        with form.refusals("contact"):
            links.send_again_to(invitee, _colleague(invitee, form), by=current_user)
            flash(_("A new link is on its way; the earlier one no longer works."))
            return back_to(engagement_id)
    return show_page(engagement_id, form, key)


def _colleague(invitee: Invitee, form: ContactForm) -> Contact:
    return find_contact(invitee.organisation_id, form.contact.data) or abort(404)
