"""The commissioner's pages: behind one link from a mail, without signing in, on a phone.

A GET changes nothing. Moving and cancelling have a limit for each address (PEERS.md, Booking).
"""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import public
from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.queries import find_link
from lt_admin.core.db import reading, session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.web import limiter
from lt_admin.followup.forms.letters import BookForm, CancelForm, SlotForm
from lt_admin.followup.mails.events import file_to_keep
from lt_admin.followup.models.bookings import Booking
from lt_admin.followup.queries import letters as queries
from lt_admin.followup.queries.letters import Letter, Stage
from lt_admin.followup.rules import phrases
from lt_admin.followup.services import bookings, links

bp = Blueprint("follow_up_letters", __name__, template_folder="../templates")
PATH = "/follow-up/<string:token>"
Kind = TypeVar("Kind", bound=SlotForm)


def _opened(token: str) -> Letter:
    """What the link leads to, with the page in the organisation's language."""
    link = find_link(token, LinkPurpose.BOOK_FOLLOW_UP) or abort(404)
    letter = queries.letter_of(link) or abort(404)
    g.language = letter.invitee.organisation.language
    return letter


def _offered(letter: Letter, kind: type[Kind]) -> Kind:
    form = kind()
    form.offer(letter.slots, letter.offer.minutes)
    return form


def _page(token: str, letter: Letter, **forms: Any) -> str:
    """The page of the stage the letter is in."""
    form = forms.get("form") or _offered(letter, BookForm)
    cancel_form = forms.get("cancel_form") or CancelForm()
    shows = letter.stage if letter.stage in (Stage.CHOOSE, Stage.BOOKED) else "closed"
    return render_template(
        f"followup/letter_{shows}.html",
        token=token,
        form=form,
        cancel_form=cancel_form,
        phrases=phrases,
        **queries.facts_of(letter),
    )


def _again(token: str, sent: Any, kind: type[SlotForm]) -> ResponseReturnValue:
    """The page as it stands now, with what was typed and what went wrong."""
    sent.explain()
    session.rollback()
    with reading():  # those who come late keep nobody waiting
        letter = _opened(token)
        form = _offered(letter, kind)
        form.form_errors = sent.form_errors
        for field in sent:
            form[field.name].errors = field.errors
        return _page(token, letter, form=form), sent.status


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for(".letter", token=token, lang=request.args.get("lang")))


def _standing(letter: Letter) -> Booking:
    """The booking that this link may change now; otherwise the page says why not."""
    if letter.booking is None or letter.stage is not Stage.BOOKED:
        abort(409)
    return letter.booking


@bp.get(PATH)
@public
def letter(token: str) -> ResponseReturnValue:
    """Times to choose from, what is booked, or what became of it."""
    found = _opened(token)
    return _page(token, found), 200 if found.stage in queries.SHOWN else 410


@bp.post(PATH)
@public
def book(token: str) -> ResponseReturnValue:
    """Book a time."""
    found = _opened(token)
    if found.stage not in (Stage.CHOOSE, Stage.FULL):
        return _page(token, found), 409
    form = _offered(found, BookForm)
    if form.is_sent_well():
        with form.refusals("slot"):
            _book(found, form)
            return _back(token)
    return _again(token, form, BookForm)


def _book(found: Letter, form: BookForm) -> None:
    contact = found.invitee.contact
    who = {"name": form.name.data or "", "people": form.people.data}
    bookings.book(form.chosen, contact=contact, where=form.where.data, **who, by=contact)
    flash(_("It is settled. A mail with a file for your calendar is on its way."))


@bp.post(f"{PATH}/move")
@public
@limiter.limit("30 per hour")
def move(token: str) -> ResponseReturnValue:
    """Choose another time."""
    found = _opened(token)
    booking, form = _standing(found), _offered(found, SlotForm)
    if form.is_sent_well():
        with form.refusals("slot"):
            bookings.move(booking, form.chosen, by=found.invitee.contact)
            flash(_("The conversation has moved. Everybody gets a mail with the new time."))
            return _back(token)
    return _again(token, form, SlotForm)


@bp.post(f"{PATH}/cancel")
@public
@limiter.limit("30 per hour")
def cancel(token: str) -> ResponseReturnValue:
    """Cancel the conversation; another time can be chosen at once."""
    found, form = _opened(token), CancelForm()
    booking = _standing(found)
    if form.is_sent_well():
        with form.refusals():
            bookings.cancel(booking, reason=form.reason.data or "", by=found.invitee.contact)
            flash(_("The conversation is cancelled. Everybody gets a mail about it."))
            return _back(token)
    return _page(token, _opened(token), cancel_form=form), form.status


@bp.get(f"{PATH}/calendar.ics")
@public
def calendar_file(token: str) -> ResponseReturnValue:
    """The booked conversation as a file for a calendar."""
    found = _opened(token)
    if found.booking is None or found.stage not in (Stage.BOOKED, Stage.OVER):
        abort(410)
    name = f"follow-up-{found.offer.engagement.code}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = file_to_keep(found.booking, the_foundation())
    return Response(content, mimetype="text/calendar", headers=headers)


@bp.post(f"{PATH}/new-link")
@public
@limiter.limit("10 per hour")
def new_link(token: str) -> ResponseReturnValue:
    """Mail a new link to the contact we know, for an expired one and for nothing else."""
    found = _opened(token)
    if found.stage is not Stage.EXPIRED:
        abort(410)
    links.ask_again(found.invitee)
    flash(_("If we know your address, a new link is on its way to it."))
    return _back(token)
