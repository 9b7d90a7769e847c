"""The quality system in a year: funds, the board's budget, how contributions are divided."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.spending import BudgetForm, DivisionForm
from lt_admin.billing.queries import quality_account as queries
from lt_admin.billing.queries.spending import CATEGORY_WORDS
from lt_admin.billing.rules.quality_account import together
from lt_admin.billing.services import quality_account as services
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _

bp = Blueprint("quality_account", __name__, template_folder="../templates")


@bp.get("/quality-system/year/<int(fixed_digits=4):year>")
@requires(Permission.FINANCE_READ)
def year(year: int) -> ResponseReturnValue:
    """What each fund received, spent and holds, and what its budget leaves."""
    funds = queries.funds(year)
    facts = {"year": year, "this_year": clock.today().year, "categories": CATEGORY_WORDS}
    return render_template(
        "billing/quality_account_year.html", funds=funds, whole=together(funds), **facts
    )


@bp.route("/quality-system/year/<int(fixed_digits=4):year>/budget", methods=["GET", "POST"])
@requires(Permission.BUDGET_SET)
def budget(year: int) -> ResponseReturnValue:
    """Set what each category may spend in a year."""
    form = BudgetForm.of(queries.budgets(year))
    if form.is_sent_well():
        with form.refusals():
            services.set_budget(year, form.amounts, by=current_user)
            flash(_("The budget of %(year)s is set.", year=year))
            return redirect(url_for(".year", year=year))
    return render_template("billing/quality_account_budget.html", form=form, year=year), form.status


@bp.route("/quality-system/division", methods=["GET", "POST"])
@requires(Permission.BUDGET_SET)
def division() -> ResponseReturnValue:
    """Divide contributions otherwise, from a day on."""
    form = DivisionForm.of(queries.divisions()[0][1])
    if form.is_sent_well():
        with form.refusals():
            services.divide_contributions(
                form.shares, valid_from=form.valid_from.data, by=current_user
            )
            flash(_("The division is set. What was paid out before stays as it is."))
            return redirect(url_for("finance.account"))
    return render_template("billing/quality_account_division.html", form=form), form.status
