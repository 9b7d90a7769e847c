"""The pages of invoices: the list, one invoice, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.documents.ubl import MEDIA_TYPE
from lt_admin.billing.forms.invoices import CreditForm, ReferenceForm, ShareForm
from lt_admin.billing.forms.write_offs import ReplaceForm
from lt_admin.billing.mails.invoices import file_name
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries import invoice_lists
from lt_admin.billing.queries import invoices as queries
from lt_admin.billing.queries.invoice_records import hours_of, record_of
from lt_admin.billing.queries.replacements import replacement_of
from lt_admin.billing.services import invoices as services
from lt_admin.billing.services import issuing
from lt_admin.billing.services.credits import credit_invoice, replace_invoice
from lt_admin.core.formats import hours as hours_in_words
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.orientation.rules.engagements import STEPS
from lt_admin.reviewers.queries.words import ACTIVITIES

bp = Blueprint("invoices", __name__, template_folder="../templates")


def _invoice(invoice_id: int) -> Invoice:
    return queries.find_invoice(invoice_id) or abort(404)


def _to(invoice: Invoice) -> ResponseReturnValue:
    return redirect(url_for(".invoice", invoice_id=invoice.id))


@bp.get("/invoices")
@requires(Permission.INVOICE_READ)
def invoices() -> ResponseReturnValue:
    """Every invoice, to search, narrow and export."""
    facts = {"rounds": invoice_lists.ROUNDS, "standings": invoice_lists.STANDINGS}
    base = invoice_lists.all_invoices()
    return show(invoice_lists.INVOICES, base, "billing/invoices.html", **facts)


@bp.get("/invoices/<int:invoice_id>")
@requires(Permission.INVOICE_READ)
def invoice(invoice_id: int) -> str:
    """One invoice: its lines, what was paid and credited, and what comes next."""
    found = _invoice(invoice_id)
    return render_template("billing/invoice.html", steps=STEPS, **record_of(found))


@bp.get("/invoices/<int:invoice_id>/hours")
@requires(Permission.INVOICE_READ)
def hours(invoice_id: int) -> str:
    """The hours behind each line."""
    found = _invoice(invoice_id)
    facts = {"invoice": found, "lines": hours_of(found), "steps": STEPS}
    return render_template("billing/invoice_hours.html", activities=ACTIVITIES, **facts)


@bp.get("/invoices/<int:invoice_id>/paper")
@requires(Permission.INVOICE_READ)
def paper(invoice_id: int) -> Response:
    """The paper: as it was sent, or as a draft would look now."""
    found = _invoice(invoice_id)
    headers = {"Content-Disposition": f'inline; filename="{file_name(found)}.pdf"'}
    return Response(issuing.paper_of(found), mimetype="application/pdf", headers=headers)


@bp.get("/invoices/<int:invoice_id>/ubl")
@requires(Permission.INVOICE_READ)
def ubl(invoice_id: int) -> Response:
    """The e-invoice, byte for byte as it was sent."""
    found = _invoice(invoice_id)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found)}.xml"'}
    return Response(found.ubl or abort(404), mimetype=MEDIA_TYPE, headers=headers)


@bp.route("/invoices/<int:invoice_id>/reference", methods=["GET", "POST"])
@requires(Permission.INVOICE_MANAGE)
def reference(invoice_id: int) -> ResponseReturnValue:
    """Note the commissioner's references on a draft."""
    found = _invoice(invoice_id)
    found.check_draft()
    form = ReferenceForm(obj=found)
    if form.is_sent_well():
        services.set_references(found, **form.facts, by=current_user)
        return _to(found)
    return render_template("billing/invoice_reference.html", invoice=found, form=form), form.status


@bp.route("/invoices/<int:invoice_id>/share", methods=["GET", "POST"])
@requires(Permission.INVOICE_MANAGE)
def share(invoice_id: int) -> ResponseReturnValue:
    """Bill a draft at another share than the quote says."""
    found, form = _invoice(invoice_id), ShareForm()
    found.check_draft()
    if form.is_sent_well():
        with form.refusals():
            services.override_share(
                found, hundredths=form.hundredths, reason=form.why, by=current_user
            )
            return _to(found)
    return render_template("billing/invoice_share.html", invoice=found, form=form), form.status


@bp.post("/invoices/<int:invoice_id>/discard")
@requires(Permission.INVOICE_MANAGE)
def discard(invoice_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    found = _invoice(invoice_id)
    services.discard(found, by=current_user)
    name = found.organisation.name
    flash(_("The draft for %(name)s is gone; its hours can be billed again.", name=name))
    return redirect(url_for(".invoices"))


@bp.route("/invoices/<int:invoice_id>/credit", methods=["GET", "POST"])
@requires(Permission.INVOICE_MANAGE)
def credit(invoice_id: int) -> ResponseReturnValue:
    """Take an invoice back, in full or some lines of it."""
    found = _invoice(invoice_id)
    form = CreditForm.of(found)
    if form.is_sent_well():
        with form.refusals():
            made = credit_invoice(found, lines=form.chosen, reason=form.why, by=current_user)
            _tell(made)
            return _to(made)
    return render_template("billing/invoice_credit.html", invoice=found, form=form), form.status


def _tell(made: Invoice) -> None:
    """Say which hours a credit invoice sets free."""
    facts = {"number": made.number, "name": made.organisation.name}
    freed = hours_in_words(-sum(line.minutes for line in made.lines))
    flash(_("Credit invoice %(number)s is on its way to %(name)s.", **facts))
    flash(_("Free again, to be billed to %(name)s: %(hours)s hours.", hours=freed, **facts))


@bp.route("/invoices/<int:invoice_id>/replace", methods=["GET", "POST"])
@requires(Permission.INVOICE_MANAGE)
def replace(invoice_id: int) -> ResponseReturnValue:
    """Credit an invoice in full, and invoice anew what is owed at the agreed shares."""
    found, form = _invoice(invoice_id), ReplaceForm()
    if form.is_sent_well():
        with form.refusals():
            credit, made = replace_invoice(found, reason=form.why, by=current_user)
            _tell_anew(credit, made)
            return _to(made[0])
    facts = replacement_of(found)
    return render_template("billing/invoice_replace.html", form=form, **facts), form.status


def _tell_anew(credit: Invoice, made: Sequence[Invoice]) -> None:
    """Say what takes the place of an invoice."""
    numbers = ", ".join(each.number or "" for each in made)
    flash(_("Credit invoice %(number)s is on its way.", number=credit.number))
    flash(_("In its place comes %(numbers)s.", numbers=numbers))


@bp.post("/invoices/<int:invoice_id>/again")
@requires(Permission.INVOICE_MANAGE)
def again(invoice_id: int) -> ResponseReturnValue:
    """Mail an invoice once more."""
    found = _invoice(invoice_id)
    issuing.send_again(found, by=current_user)
    flash(_("Invoice %(number)s is on its way once more.", number=found.number))
    return _to(found)
