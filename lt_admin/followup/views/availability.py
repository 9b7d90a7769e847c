"""A reviewer's own pages: when one can be asked, and the private calendar address."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, public, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock, links
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext, speaking
from lt_admin.core.web import limiter
from lt_admin.followup.forms.availability import CopyForm, WeekForm
from lt_admin.followup.mails.events import feed_of
from lt_admin.followup.queries import availability as queries
from lt_admin.followup.queries import feeds as feed_queries
from lt_admin.followup.rules import phrases
from lt_admin.followup.services import availability as services
from lt_admin.followup.services import feeds
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries.people import reviewer_of

bp = Blueprint("availability", __name__, template_folder="../templates")
WEEK = "/my/availability/<string(length=10):day>"
DAY = timedelta(days=1)


def _me() -> Reviewer:
    return reviewer_of(current_user) or abort(404)


def _monday(day: str) -> date:
    """The first day of the week that holds a day of the address."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if not 2000 <= found.year < 2100:
        abort(404)
    return found - found.weekday() * DAY


def _form(me: Reviewer, monday: date, *, is_sent: bool = True) -> WeekForm:
    stand = queries.stretches_of(me.id, monday, monday + queries.WEEK)
    return WeekForm.of(monday, stand, is_sent=is_sent)


def _page(me: Reviewer, form: WeekForm, copy: CopyForm | None = None) -> ResponseReturnValue:
    until = form.monday + queries.WEEK
    return render_template(
        "followup/availability.html",
        form=form,
        copy_form=copy or CopyForm(formdata=None),
        planned=queries.planned_in(me, form.monday, until),
        before=form.monday - queries.WEEK,
        after=until,
        day_of=clock.day_of,
        phrases=phrases,
    ), form.status if copy is None else copy.status


def _to(monday: date) -> ResponseReturnValue:
    return redirect(url_for(".week", day=monday.isoformat()))


@bp.get("/my/availability")
@requires(Permission.AVAILABILITY_OWN)
def now() -> ResponseReturnValue:
    """This week."""
    return _to(clock.today())


@bp.get(WEEK)
@requires(Permission.AVAILABILITY_OWN)
def week(day: str) -> ResponseReturnValue:
    """When I can in one week."""
    me = _me()
    return _page(me, _form(me, _monday(day)))


@bp.post(WEEK)
@requires(Permission.AVAILABILITY_OWN)
def save(day: str) -> ResponseReturnValue:
    """Save the week as typed."""
    me = _me()
    form = _form(me, _monday(day))
    if form.is_sent_well() and form.is_sensible():
        with form.refusals():
            for on, stretches in form.asked():
                services.set_day(me, on, stretches, by=current_user)
            flash(_("Your week is saved."))
            return _to(form.monday)
    return _page(me, form)


@bp.post(f"{WEEK}/copy")
@requires(Permission.AVAILABILITY_OWN)
def copy(day: str) -> ResponseReturnValue:
    """Let the weeks that follow be like this one."""
    me, monday, form = _me(), _monday(day), CopyForm()
    if form.is_sent_well():
        with form.refusals():
            services.copy_week(me, monday, form.weeks.data, by=current_user)
            words = ngettext("Copied to one week.", "Copied to %(num)d weeks.", form.weeks.data)
            flash(words)
            return _to(monday)
    return _page(me, _form(me, monday, is_sent=False), form)


@bp.get("/my/calendar")
@requires(Permission.AVAILABILITY_OWN)
def calendar() -> ResponseReturnValue:
    """Whether there is a private calendar address."""
    feed = feed_queries.feed_of(_me().id)
    return render_template("followup/calendar.html", feed=feed, address="")


@bp.post("/my/calendar")
@requires(Permission.AVAILABILITY_OWN)
def new_calendar() -> ResponseReturnValue:
    """Make a new address; it is shown here once, and an earlier one stops."""
    me = _me()
    address = links.address(f"/calendar/{feeds.new_feed(me, by=current_user)}.ics")
    feed = feed_queries.feed_of(me.id)
    return render_template("followup/calendar.html", feed=feed, address=address)


@bp.post("/my/calendar/stop")
@requires(Permission.AVAILABILITY_OWN)
def stop_calendar() -> ResponseReturnValue:
    """Let the address stop working."""
    feeds.withdraw_feed(_me(), by=current_user)
    flash(_("The calendar address no longer works."))
    return redirect(url_for(".calendar"))


@bp.get("/calendar/<string:token>.ics")
@public
@limiter.limit("240 per hour")
def feed(token: str) -> ResponseReturnValue:
    """A reviewer's follow-ups and sessions, for the reviewer's own calendar."""
    whose = feed_queries.reviewer_with(token) or abort(404)
    booked, meetings = feed_queries.bookings_of(whose), feed_queries.sessions_of(whose)
    with speaking(whose.user.language):
        content = feed_of(booked, meetings, the_foundation())
    return Response(content, mimetype="text/calendar")
