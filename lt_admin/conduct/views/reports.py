"""The report of a review: the method check, the versions, and the decision on a follow-up."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.reports import DecisionForm, MethodForm, SendForm, VersionForm
from lt_admin.conduct.models.reports import ReportVersion
from lt_admin.conduct.queries import report_words as words
from lt_admin.conduct.queries import reports as queries
from lt_admin.conduct.queries.report_sections import report_page
from lt_admin.conduct.services import reports as services
from lt_admin.conduct.views.reviews import (
    REVIEW,
    FormWords,
    form_page,
    new_pages,
    the_review,
)
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import Engagement

bp = new_pages("reports")
REPORT = f"{REVIEW}/report"
VERSION = f"{REPORT}/<int:report_id>"


UNDER = (_l("Report"), "reports.report")
METHOD = FormWords(
    _l("Check the method"),
    UNDER,
    _l("Tick what is as it should be; the report is final once all three are."),
)
NEW = FormWords(
    _l("New version of the report"),
    UNDER,
    _l("Only that it is there, and since when. The report itself stays outside the app."),
    _l("Record the version"),
)
SEND = FormWords(
    _l("Record that it was sent"),
    UNDER,
    _l("You send it the way you always do; here stands to whom it went."),
    _l("Record"),
)
DECIDE = FormWords(
    _l("Decision on a follow-up"),
    UNDER,
    _l("What the commissioners decided in step 5. Postponing counts as a decision."),
    _l("Record the decision"),
)


def _version(engagement: Engagement, report_id: int) -> ReportVersion:
    return queries.find_report(engagement, report_id) or abort(404)


def _back(engagement_id: int) -> ResponseReturnValue:
    return redirect(url_for("reports.report", engagement_id=engagement_id))


@bp.get(REPORT)
@requires(Permission.CONDUCT_READ)
def report(engagement_id: int) -> ResponseReturnValue:
    """Method, versions and the decision on a follow-up."""
    found = the_review(engagement_id)
    facts = report_page(found, current_user)
    return render_template("conduct/report.html", engagement=found, words=words, **facts)


@bp.route(f"{REPORT}/method", methods=["GET", "POST"])
@requires(Permission.METHOD_CHECK)
def check(engagement_id: int) -> ResponseReturnValue:
    """The supervisor says which of the three points are met."""
    found = the_review(engagement_id)
    form = MethodForm(obj=queries.method_check_of(found.id), checked_on=clock.today())
    if form.is_sent_well():
        with form.refusals():
            points = {name: form[name].data for name in (*words.POINTS, "checked_on")}
            services.check_method(found, **points, by=current_user)
            flash(_("The method check is recorded."))
            return _back(engagement_id)
    return form_page(found, form, METHOD)


@bp.route(f"{REPORT}/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def new_version(engagement_id: int) -> ResponseReturnValue:
    """Record that there is a version."""
    found = the_review(engagement_id)
    form = VersionForm(made_on=clock.today())
    if form.is_sent_well():
        with form.refusals("kind"):
            facts = {"kind": form.kind.data, "made_on": form.made_on.data}
            services.make_report(found, **facts, by=current_user)
            flash(_("The version is recorded. Somebody else now checks the anonymisation."))
            return _back(engagement_id)
    return form_page(found, form, NEW)


@bp.post(f"{VERSION}/anonymisation")
@requires(Permission.CONDUCT_MANAGE)
def sign(engagement_id: int, report_id: int) -> ResponseReturnValue:
    """A second person says that nobody can be recognised."""
    found = _version(the_review(engagement_id), report_id)
    services.sign_anonymisation(found, by=current_user)
    flash(_("Thank you. This version can be sent now."))
    return _back(engagement_id)


@bp.route(f"{VERSION}/send", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def send(engagement_id: int, report_id: int) -> ResponseReturnValue:
    """Record to whom a version went."""
    found = the_review(engagement_id)
    version, form = _version(found, report_id), SendForm(sent_on=clock.today())
    form.offer([party.organisation for party in found.parties])
    if form.is_sent_well():
        with form.refusals():
            services.send_report(version, **form.facts, by=current_user)
            flash(_("Recorded to whom it went."))
            return _back(engagement_id)
    return form_page(found, form, SEND)


@bp.route(f"{REPORT}/follow-up", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def decide(engagement_id: int) -> ResponseReturnValue:
    """Record what was decided about a follow-up."""
    found = the_review(engagement_id)
    form = DecisionForm(decided_on=clock.today())
    if form.is_sent_well():
        with form.refusals():
            names = ("choice", "decided_on", "until", "reason")
            facts = {name: form[name].data for name in names}
            services.decide_follow_up(found, **facts, by=current_user)
            flash(_("The decision is recorded."))
            return _back(engagement_id)
    return form_page(found, form, DECIDE)
