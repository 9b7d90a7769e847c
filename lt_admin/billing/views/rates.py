"""The settings of money: what an hour costs, which VAT applies, and who we are."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.rates import CATEGORIES, FoundationForm, RateForm, VatForm
from lt_admin.billing.queries import rates as queries
from lt_admin.billing.services import rates as services
from lt_admin.core import clock
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _

bp = Blueprint("rates", __name__, template_folder="../templates", url_prefix="/settings")


@bp.get("")
@requires(Permission.FINANCE_READ)
def settings() -> ResponseReturnValue:
    """The rates and VAT codes with the days they count from, and who we are."""
    facts = {
        "rates": queries.hourly_rates(),
        "vat": queries.vat_rates(),
        "now": queries.vat_rates_on(clock.today()),
        "categories": CATEGORIES,
        "foundation": the_foundation(),
    }
    return render_template("billing/settings.html", **facts)


@bp.route("/rate", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def rate() -> ResponseReturnValue:
    """Set the hourly rate from a day on."""
    form = RateForm()
    if form.is_sent_well():
        with form.refusals():
            facts = {"rate": form.rate.data, "valid_from": form.valid_from.data}
            services.set_hourly_rate(**facts, by=current_user)
            flash(_("The rate is set. Quotes that were made keep theirs."))
            return redirect(url_for(".settings"))
    return render_template("billing/rate_form.html", form=form), form.status


@bp.route("/vat", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def vat() -> ResponseReturnValue:
    """Set what a VAT code means from a day on."""
    known = queries.vat_rates_on(clock.today()).get(request.args.get("code", ""))
    form = VatForm.like(known)
    if form.is_sent_well():
        with form.refusals():
            services.set_vat_rate(**form.facts(), by=current_user)
            flash(_("The VAT code is set. Quotes that were made keep what they say."))
            return redirect(url_for(".settings"))
    return render_template("billing/vat_form.html", form=form), form.status


@bp.route("/foundation", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def foundation() -> ResponseReturnValue:
    """Change who our papers and mails come from."""
    form = FoundationForm.of(the_foundation())
    if form.is_sent_well():
        with form.refusals():
            services.change_foundation(the_foundation(), **form.facts(), by=current_user)
            flash(_("Saved. Papers that went out keep what they say."))
            return redirect(url_for(".settings"))
    return render_template("billing/foundation_form.html", form=form), form.status
