"""What is agreed with payees: VAT, who writes the invoices, and the agreement per assignment."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.reviewers.forms.payees import (
    AgreementForm,
    EndSelfBillingForm,
    NewAgreementForm,
    SelfBillingForm,
    VatForm,
)
from lt_admin.reviewers.models.people import Payee
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.queries.people import find_payee
from lt_admin.reviewers.services import payees as services

bp = Blueprint("agreements", __name__, template_folder="../templates")


def _payee(payee_id: int) -> Payee:
    return find_payee(payee_id) or abort(404)


def _saved(payee: Payee) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(url_for("payees.payee", payee_id=payee.id))


@bp.route("/payees/<int:payee_id>/vat", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def vat(payee_id: int) -> ResponseReturnValue:
    """How the work is taxed, from a day on."""
    found, form = _payee(payee_id), VatForm()
    if form.is_sent_well():
        with form.refusals():
            services.set_vat(found, form.treatment.data, **form.facts, by=current_user)
            return _saved(found)
    return render_template("reviewers/payee_vat.html", payee=found, form=form), form.status


@bp.route("/payees/<int:payee_id>/self-billing", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def self_billing(payee_id: int) -> ResponseReturnValue:
    """That we write the invoices, from a day on."""
    found, form = _payee(payee_id), SelfBillingForm()
    if form.is_sent_well():
        with form.refusals():
            services.agree_self_billing(found, **form.facts, by=current_user)
            return _saved(found)
    return render_template("reviewers/payee_billing.html", payee=found, form=form), form.status


@bp.route("/payees/<int:payee_id>/self-billing/end", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def end_self_billing(payee_id: int) -> ResponseReturnValue:
    """That the freelancer writes invoices again, from a day on."""
    found, form = _payee(payee_id), EndSelfBillingForm()
    if form.is_sent_well():
        with form.refusals():
            services.end_self_billing(found, valid_from=form.valid_from.data, by=current_user)
            return _saved(found)
    return render_template("reviewers/payee_billing_end.html", payee=found, form=form), form.status


@bp.route("/payees/<int:payee_id>/agreements/new", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def new(payee_id: int) -> ResponseReturnValue:
    """An agreement about one place in a review."""
    found, form = _payee(payee_id), NewAgreementForm()
    places = {place.id: place for place in queries.assignments_of(found)}
    form.offer(tuple(places.values()))
    if form.is_sent_well():
        with form.refusals():
            place = places[form.assignment.data]
            services.add_agreement(place, found, by=current_user, **form.facts)
            return _saved(found)
    return render_template("reviewers/agreement.html", payee=found, form=form), form.status


@bp.route("/agreements/<int:agreement_id>/change", methods=["GET", "POST"])
@requires(Permission.REVIEWER_MANAGE)
def change(agreement_id: int) -> ResponseReturnValue:
    """Complete or correct an agreement."""
    found = queries.find_agreement(agreement_id) or abort(404)
    form = AgreementForm(obj=found)
    if form.is_sent_well():
        with form.refusals():
            services.change_agreement(found, by=current_user, **form.facts)
            return _saved(found.payee)
    shown = {"payee": found.payee, "agreement": found, "form": form}
    return render_template("reviewers/agreement.html", **shown), form.status
