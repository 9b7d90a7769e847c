"""Payees: the list, one payee, and its account numbers that two people see."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.reviewers.forms.payees import DeclineForm, NameCheckForm
from lt_admin.reviewers.forms.people import PayeeForm
from lt_admin.reviewers.models.payees import PayeeAccount
from lt_admin.reviewers.models.people import Payee
from lt_admin.reviewers.queries import payee_pages, payee_words
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.queries.people import find_payee
from lt_admin.reviewers.services import payees as services
from lt_admin.reviewers.services.people import change_payee

bp = Blueprint("payees", __name__, template_folder="../templates")


def _account(account_id: int) -> PayeeAccount:
    return queries.find_account(account_id) or abort(404)


def _to_payee(payee: Payee) -> ResponseReturnValue:
    return redirect(url_for("payees.payee", payee_id=payee.id))


@bp.get("/payees")
@requires(Permission.REVIEWER_READ)
def payees() -> ResponseReturnValue:
    """Everybody who is paid."""
    return show(payee_pages.PAYEE_LIST, payee_pages.all_payees(), "reviewers/payees.html")


@bp.get("/payees/<int:payee_id>")
@requires(Permission.REVIEWER_READ)
def payee(payee_id: int) -> str:
    """One payee: accounts with their history, VAT, who writes the invoices, agreements."""
    found, today = find_payee(payee_id) or abort(404), clock.today()
    sheet = payee_pages.sheet_of(found, today)
    shown = {"payee": found, "sheet": sheet, "words": payee_words, "today": today}
    return render_template("reviewers/payee_page.html", **shown)


@bp.route("/payees/<int:payee_id>/change", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def change(payee_id: int) -> ResponseReturnValue:
    """A payee's address and numbers; another account number waits for a second person."""
    found = find_payee(payee_id) or abort(404)
    form = PayeeForm(obj=found, holder=queries.holder_of(found))
    if form.is_sent_well():
        with form.refusals():
            change_payee(found, by=current_user, **form.facts)
            flash(_("Saved. Statements that were made already stay as they are."))
            return _to_payee(found)
    return render_template("reviewers/payee_change.html", form=form, payee=found), form.status


@bp.get("/payee-accounts/<int:account_id>")
@requires(Permission.PAYEE_ACCOUNT_APPROVE)
def account(account_id: int) -> ResponseReturnValue:
    """An account number beside the one before it: to agree or not."""
    return _decide(_account(account_id), DeclineForm())


def _decide(found: PayeeAccount, form: DeclineForm) -> ResponseReturnValue:
    shown = {
        "account": found,
        "before": queries.account_before(found),
        "checks": [c for c in queries.name_checks_of(found.payee_id) if c.account is found],
        "is_own": queries.is_paid_to(found.payee_id, current_user),
        "words": payee_words,
        "form": form,
    }
    return render_template("reviewers/payee_account.html", **shown), form.status


@bp.post("/payee-accounts/<int:account_id>/approve")
@requires(Permission.PAYEE_ACCOUNT_APPROVE)
def approve(account_id: int) -> ResponseReturnValue:
    """Agree, as a second person."""
    found = _account(account_id)
    services.approve_account(found, by=current_user)
    flash(_("From now on %(name)s can be paid to this account.", name=found.payee.name))
    return _to_payee(found.payee)


@bp.post("/payee-accounts/<int:account_id>/decline")
@requires(Permission.PAYEE_ACCOUNT_APPROVE)
def decline(account_id: int) -> ResponseReturnValue:
    """Do not agree, as a second person."""
    found, form = _account(account_id), DeclineForm()
    if form.is_sent_well():
        with form.refusals():
            services.decline_account(found, reason=form.reason.data or "", by=current_user)
            flash(_("This account number is not used; the one before is back."))
            return _to_payee(found.payee)
    return _decide(found, form)


@bp.route("/payee-accounts/<int:account_id>/name", methods=["GET", "POST"])
@requires(Permission.PAYEE_ACCOUNT_APPROVE)
def name_check(account_id: int) -> ResponseReturnValue:
    """What the bank says of the name of an account."""
    found, form = _account(account_id), NameCheckForm(checked_on=clock.today())
    if form.is_sent_well():
        with form.refusals():
            services.record_name_check(found, **form.facts, by=current_user)
            flash(_("Saved."))
            return _to_payee(found.payee)
    return render_template("reviewers/payee_name.html", account=found, form=form), form.status
