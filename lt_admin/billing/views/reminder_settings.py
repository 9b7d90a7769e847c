"""The settings of lateness: the levels of reminders, and the table of statutory interest."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.reminders import InterestForm, LevelForm
from lt_admin.billing.models.reminders import ReminderLevel
from lt_admin.billing.queries import interest as tables
from lt_admin.billing.queries import reminders as queries
from lt_admin.billing.queries.charges import OURS
from lt_admin.billing.rules.interest import is_stale
from lt_admin.billing.services import charges as charge_services
from lt_admin.billing.services import reminder_letters as letters
from lt_admin.billing.services import reminders as services
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _

bp = Blueprint(
    "reminder_settings", __name__, template_folder="../templates", url_prefix="/settings"
)


def _level(number: int) -> ReminderLevel:
    return queries.find_level(number) or abort(404)


@bp.get("/reminders")
@requires(Permission.FINANCE_READ)
def levels() -> str:
    """The levels, with their days and their words in both languages."""
    return render_template("billing/reminder_levels.html", levels=queries.levels())


@bp.route("/reminders/<int:number>", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def level(number: int) -> ResponseReturnValue:
    """Change one level; letters that went stay as they are."""
    found = _level(number)
    form = LevelForm.of(found)
    if form.is_sent_well():
        services.change_level(found, **form.facts(), by=current_user)
        flash(_("Saved. Letters that went out keep what they say."))
        return redirect(url_for(".levels"))
    return render_template("billing/reminder_level.html", form=form, level=found), form.status


@bp.post("/reminders/<int:number>/letter/<any(nl, en):language>")
@requires(Permission.SETTINGS_MANAGE)
def letter(number: int, language: str) -> ResponseReturnValue:
    """The letter with the words that are typed now, about an invoice that does not exist."""
    found = _level(number)
    form = LevelForm.of(found)
    if form.is_sent_well():
        made = letters.specimen(number, form.facts(), language)
        return Response(made, mimetype="application/pdf")
    return render_template("billing/reminder_level.html", form=form, level=found), form.status


@bp.get("/interest")
@requires(Permission.FINANCE_READ)
def interest() -> str:
    """The table of statutory interest, and whether it may have changed."""
    facts = {"rates": tables.interest_rates(), "kinds": tables.KINDS}
    stale = is_stale(tables.last_row_on(OURS), clock.today())
    return render_template("billing/reminder_interest.html", is_stale=stale, **facts)


@bp.route("/interest/new", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def new_interest() -> ResponseReturnValue:
    """Set statutory interest from a day on."""
    form = InterestForm()
    if form.is_sent_well():
        with form.refusals("valid_from"):
            charge_services.set_interest(form.row(), by=current_user)
            flash(_("The rate is set. What was charged before stays as it is."))
            return redirect(url_for(".interest"))
    return render_template("billing/reminder_interest_form.html", form=form), form.status
