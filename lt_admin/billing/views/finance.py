"""The figures of a period, and the account of the quality system."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.spending import ApprovalForm, CorrectionForm, SpendingForm
from lt_admin.billing.queries import finance as queries
from lt_admin.billing.queries import quality_account as account_queries
from lt_admin.billing.queries import spending as spending_queries
from lt_admin.billing.services import spending as services
from lt_admin.core import periods
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.core.money import Money

bp = Blueprint("finance", __name__, template_folder="../templates")


@bp.get("/finance")
@requires(Permission.FINANCE_READ)
def finance() -> ResponseReturnValue:
    """Invoiced, paid out and left for quality in a period, and whether it all fits."""
    period = periods.asked(request.args)
    return render_template(
        "billing/finance.html",
        period=period,
        usual=periods.usual(),
        figures=queries.finance(period.from_, period.until),
        categories=spending_queries.CATEGORY_WORDS,
    )


@bp.get("/quality-system")
@requires(Permission.FINANCE_READ)
def account() -> ResponseReturnValue:
    """The account of the quality system, year by year, and what it spent."""
    return show(
        spending_queries.SPENDING,
        spending_queries.all_spending(),
        "billing/quality_system.html",
        years=spending_queries.account(),
        divisions=account_queries.divisions(),
        categories=spending_queries.CATEGORY_WORDS,
    )


@bp.get("/quality-system/contributions")
@requires(Permission.FINANCE_READ)
def contributions() -> ResponseReturnValue:
    """What the hours of each statement left for the quality system."""
    found = spending_queries.all_contributions()
    return show(spending_queries.CONTRIBUTIONS, found, "billing/contributions.html")


@bp.route("/quality-system/new", methods=["GET", "POST"])
@requires(Permission.SPENDING_MANAGE)
def new_spending() -> ResponseReturnValue:
    """Write down what the quality system spent."""
    form = SpendingForm()
    if form.is_sent_well():
        with form.refusals():
            services.record_spending(**form.facts, by=current_user)
            flash(_("The spending is written down."))
            return redirect(url_for(".account"))
    return render_template("billing/spending_new.html", form=form), form.status


@bp.get("/quality-system/<int:spending_id>")
@requires(Permission.FINANCE_READ)
def spending(spending_id: int) -> ResponseReturnValue:
    """One amount, and what was corrected of it."""
    return _record(spending_id, CorrectionForm())


@bp.post("/quality-system/<int:spending_id>")
@requires(Permission.SPENDING_MANAGE)
def correct(spending_id: int) -> ResponseReturnValue:
    """Book the difference with the right amount."""
    form = CorrectionForm()
    found = spending_queries.find_spending(spending_id) or abort(404)
    if form.is_sent_well():
        with form.refusals("amount"):
            services.correct_spending(found, amount=form.amount.data, by=current_user)
            flash(_("The difference is booked as a correction of today."))
            return redirect(url_for(".spending", spending_id=spending_id))
    return _record(spending_id, form)


@bp.post("/quality-system/<int:spending_id>/approve")
@requires(Permission.SPENDING_APPROVE)
def approve(spending_id: int) -> ResponseReturnValue:
    """Agree with it, as a second person."""
    form = ApprovalForm()
    found = spending_queries.find_spending(spending_id) or abort(404)
    if not form.is_sent_well():
        abort(400)
    services.approve_spending(found, expecting=Money(form.cents.data), by=current_user)
    flash(_("Approved: it stands in the books."))
    return redirect(url_for(".spending", spending_id=spending_id))


def _record(spending_id: int, form: CorrectionForm) -> ResponseReturnValue:
    facts = {
        "spending": spending_queries.find_spending(spending_id) or abort(404),
        "categories": spending_queries.CATEGORY_WORDS,
        "badges": spending_queries.APPROVAL_BADGES,
    }
    return render_template("billing/spending.html", form=form, **facts), form.status
