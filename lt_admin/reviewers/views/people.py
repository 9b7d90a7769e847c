"""Reviewers and who is paid for them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.accounts.queries import find_user
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.forms.people import (
    LevelForm,
    NewReviewerForm,
    PayeePeriodForm,
    RateForm,
    ReviewerForm,
)
from lt_admin.reviewers.models.people import Payee, PayeeKind, Reviewer
from lt_admin.reviewers.queries import assignments, growth, lists, words
from lt_admin.reviewers.queries import people as queries
from lt_admin.reviewers.rules.growth import soon
from lt_admin.reviewers.services import people as services

bp = Blueprint("people", __name__, template_folder="../templates")


@bp.get("/reviewers")
@requires(Permission.REVIEWER_READ)
def reviewers() -> ResponseReturnValue:
    """Every reviewer."""
    facts = {"today": clock.today(), "soon": soon(clock.today())}
    return show(lists.REVIEWERS, lists.all_reviewers(), "reviewers/reviewers.html", **facts)


@bp.get("/reviewers/<int:reviewer_id>")
@requires(Permission.REVIEWER_READ)
def reviewer(reviewer_id: int) -> ResponseReturnValue:
    """One reviewer: level, payee and rate by period, and the reviews."""
    found = queries.find_reviewer(reviewer_id) or abort(404)
    return render_template(
        "reviewers/reviewer.html",
        reviewer=found,
        places=assignments.places_of(found),
        locked=queries.last_locked_day(found),
        growth=growth.record_of(found, clock.today().year),
        words=words,
        today=clock.today(),
    )


@bp.route("/reviewers/new", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def new_reviewer() -> ResponseReturnValue:
    """A reviewer record for an account."""
    form = NewReviewerForm()
    form.offer(queries.accounts_without_record())
    if form.is_sent_well():
        user = find_user(form.user.data) or abort(404)
        with form.refusals("user"):
            made = services.add_reviewer(user, phone=form.phone.data or "", by=current_user)
            flash(_("%(name)s is a reviewer now. The level comes next.", name=user.name))
            return redirect(url_for(".level", reviewer_id=made.id))
    return render_template("reviewers/reviewer_new.html", form=form), form.status


@bp.route("/reviewers/<int:reviewer_id>/change", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def change(reviewer_id: int) -> ResponseReturnValue:
    """The telephone number, and the day of leaving."""
    found = queries.find_reviewer(reviewer_id) or abort(404)
    form = ReviewerForm(obj=found)
    if form.is_sent_well():
        facts = {"phone": form.phone.data or "", "left_on": form.left_on.data}
        services.change_reviewer(found, **facts, by=current_user)
        return _saved(found)
    return _form("reviewers/reviewer_change.html", found, form)


@bp.route("/reviewers/<int:reviewer_id>/level", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def level(reviewer_id: int) -> ResponseReturnValue:
    """A level, from a day on."""
    found = queries.find_reviewer(reviewer_id) or abort(404)
    form = LevelForm(data=growth.renewal(found))
    if form.is_sent_well():
        with form.refusals("valid_from"):
            services.set_level(found, form.level.data, **form.facts, by=current_user)
            return _saved(found)
    return _form("reviewers/level.html", found, form)


@bp.route("/reviewers/<int:reviewer_id>/rate", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def rate(reviewer_id: int) -> ResponseReturnValue:
    """A compensation per hour, from a day on."""
    found = queries.find_reviewer(reviewer_id) or abort(404)
    form = RateForm()
    if form.is_sent_well():
        with form.refusals("rate"):
            services.check_rate(form.rate.data)
            with form.refusals("valid_from"):
                valid_from = form.valid_from.data
                services.set_rate(found, form.rate.data, valid_from=valid_from, by=current_user)
                return _saved(found)
    return _form("reviewers/rate.html", found, form)


@bp.route("/reviewers/<int:reviewer_id>/payee", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def payee(reviewer_id: int) -> ResponseReturnValue:
    """Who is paid for the hours, from a day on."""
    found = queries.find_reviewer(reviewer_id) or abort(404)
    form = PayeePeriodForm(name=found.name, email=found.user.email)
    form.offer(queries.employers())
    if form.is_sent_well():
        with form.refusals():
            valid_from = form.valid_from.data
            services.set_payee(found, _payee(form, found), valid_from=valid_from, by=current_user)
            return _saved(found)
    return _form("reviewers/payee.html", found, form)


def _payee(form: PayeePeriodForm, of: Reviewer) -> Payee:
    """The payee that was chosen: an employer, the freelancer known already, or a new one."""
    if form.kind.data is PayeeKind.EMPLOYER:
        employer: Organisation = queries.find_employer(form.organisation.data) or abort(404)
        return services.employer_payee(employer, by=current_user)
    return services.freelance_payee(of, by=current_user, **form.facts)


@bp.get("/independence")
@requires(Permission.REVIEWER_READ)
def overrides() -> ResponseReturnValue:
    """Every warning or exception of independence that the coordinator went on with."""
    return show(lists.OVERRIDES, lists.all_overrides(), "reviewers/overrides.html")


def _saved(found: Reviewer) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(url_for(".reviewer", reviewer_id=found.id))


def _form(template: str, found: Reviewer, form: object) -> ResponseReturnValue:
    facts = {"reviewer": found, "locked": queries.last_locked_day(found), "form": form}
    return render_template(template, **facts), form.status  # type: ignore[attr-defined]
