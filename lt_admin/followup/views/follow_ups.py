"""The follow-up of a review: what is booked, and what came of the recommendations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.forms import Form
from lt_admin.core.i18n import gettext as _
from lt_admin.followup.forms.follow_ups import CancelForm, ContactForm, MoveForm, OutcomeForm
from lt_admin.followup.models.bookings import Booking, Invitee
from lt_admin.followup.queries import access, outcomes, pages, words
from lt_admin.followup.queries import offers as queries
from lt_admin.followup.rules import phrases
from lt_admin.followup.services import bookings
from lt_admin.followup.services.outcomes import record_outcome
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.queries.access import find_review_seen_by

bp = Blueprint("follow_ups", __name__, template_folder="../templates")
HERE = "/engagements/<int:engagement_id>/follow-up"
BOOKING = f"{HERE}/bookings/<int:booking_id>"


def the_review(engagement_id: int) -> Engagement:
    """The review, if this person may see its work; otherwise a 404."""
    return find_review_seen_by(engagement_id, current_user) or abort(404)


def the_managed_review(engagement_id: int) -> Engagement:
    """The same for somebody who arranges the follow-up; otherwise a 403."""
    found = the_review(engagement_id)
    return found if access.may_manage(current_user, found) else abort(403)


def back_to(engagement_id: int, anchor: str = "") -> ResponseReturnValue:
    """To the page of the follow-up."""
    return redirect(url_for("follow_ups.follow_up", engagement_id=engagement_id, _anchor=anchor))


def show_page(engagement_id: int, sent: Form | None = None, key: str = "") -> ResponseReturnValue:
    """The page as it stands; `sent` is the form called `key` that was not right."""
    engagement = the_review(engagement_id)
    facts = pages.follow_up_of(engagement)
    forms = {} if sent is None else {key: sent}
    return render_template(
        "followup/follow_up.html",
        engagement=engagement,
        may_manage=access.may_manage(current_user, engagement),
        form_of=_forms(facts, forms),
        words=words,
        phrases=phrases,
        **facts,
    ), 200 if sent is None else sent.status


def _forms(facts: dict[str, Any], sent: dict[str, Form]) -> dict[str, Form]:
    """Every small form of the page by its key: ``move-3``, ``send-2``, ``outcome-7``."""
    found: dict[str, Form] = {}
    for booking in facts["bookings"]:
        found[f"move-{booking.id}"] = _move_form(booking, f"move-{booking.id}", empty=True)
        found[f"cancel-{booking.id}"] = CancelForm(None, prefix=f"cancel-{booking.id}-")
    for invitee in facts["offer"].invitees if facts["offer"] else ():
        found[f"send-{invitee.id}"] = _send_form(invitee)
    said = {"said_on": facts["held_on"] or clock.today()}
    for each in facts["followed"]:
        key = f"outcome-{each.recommendation.id}"
        found[key] = OutcomeForm(None, prefix=f"{key}-", data=said)
    return found | sent


def _send_form(invitee: Invitee) -> ContactForm:
    form = ContactForm(None, prefix=f"send-{invitee.id}-")
    form.contact.offer(pages.colleagues_of(invitee))
    form.contact.data = invitee.contact_id
    return form


def _move_form(booking: Booking, key: str, *, empty: bool = False) -> MoveForm:
    form = MoveForm(None, prefix=f"{key}-") if empty else MoveForm(prefix=f"{key}-")
    form.show(queries.free_slots(booking.offer), booking.minutes)
    return form


def _booking(engagement_id: int, booking_id: int) -> Booking:
    the_managed_review(engagement_id)
    return queries.find_booking(engagement_id, booking_id) or abort(404)


@bp.get(HERE)
@requires(Permission.CONDUCT_READ)
def follow_up(engagement_id: int) -> ResponseReturnValue:
    """Where the follow-up of a review stands."""
    return show_page(engagement_id)


@bp.post(f"{BOOKING}/move")
@requires(Permission.FOLLOW_UP_MANAGE)
def move(engagement_id: int, booking_id: int) -> ResponseReturnValue:
    """Move a booking, whatever the term of notice."""
    booking, key = _booking(engagement_id, booking_id), f"move-{booking_id}"
    form = _move_form(booking, key)
    if form.is_sent_well():
        with form.refusals("slot"):
            bookings.move(booking, form.slots[form.slot.data], by=current_user)
            flash(_("The conversation has moved. Everybody gets a mail with the new time."))
            return back_to(engagement_id)
    return show_page(engagement_id, form, key)


@bp.post(f"{BOOKING}/cancel")
@requires(Permission.FOLLOW_UP_MANAGE)
def cancel(engagement_id: int, booking_id: int) -> ResponseReturnValue:
    """Cancel a booking, whatever the term of notice."""
    booking, key = _booking(engagement_id, booking_id), f"cancel-{booking_id}"
    form = CancelForm(prefix=f"{key}-")
    if form.is_sent_well():
        with form.refusals():
            bookings.cancel(booking, reason=form.reason.data or "", by=current_user)
            flash(_("The conversation is cancelled. Everybody gets a mail about it."))
            return back_to(engagement_id)
    return show_page(engagement_id, form, key)


@bp.post(f"{BOOKING}/hold")
@requires(Permission.FOLLOW_UP_MANAGE)
def hold(engagement_id: int, booking_id: int) -> ResponseReturnValue:
    """Record that the conversation took place."""
    bookings.hold(_booking(engagement_id, booking_id), by=current_user)
    flash(_("Recorded. Now write down what came of each recommendation."))
    return back_to(engagement_id, "outcomes")


@bp.post(f"{HERE}/recommendations/<int:recommendation_id>")
@requires(Permission.FOLLOW_UP_MANAGE)
def outcome(engagement_id: int, recommendation_id: int) -> ResponseReturnValue:
    """Record what came of one recommendation."""
    the_managed_review(engagement_id)
    found = outcomes.find_recommendation(engagement_id, recommendation_id) or abort(404)
    key = f"outcome-{recommendation_id}"
    form = OutcomeForm(prefix=f"{key}-")
    if form.is_sent_well():
        with form.refusals():
            record_outcome(found, **form.facts, by=current_user)
            flash(_("Recorded for recommendation %(number)s.", number=found.number))
            return back_to(engagement_id, "outcomes")
    return show_page(engagement_id, form, key)
