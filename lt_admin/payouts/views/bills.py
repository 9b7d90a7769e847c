"""The office's pages about payees' invoices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.listing import show
from lt_admin.payouts.forms.bills import BillForm, ReasonForm, WriteForm
from lt_admin.payouts.models.bills import Bill
from lt_admin.payouts.queries import bill_lists as lists
from lt_admin.payouts.queries import bills as queries
from lt_admin.payouts.queries.terms import asked_of
from lt_admin.payouts.services import bills as services
from lt_admin.payouts.services import self_bills

bp = Blueprint("bills", __name__, template_folder="../templates")


def _bill(bill_id: int) -> Bill:
    return queries.find_bill(bill_id) or abort(404)


def _statement(statement_id: int) -> PaymentStatement:
    return queries.find_statement(statement_id) or abort(404)


def _to(bill: Bill) -> ResponseReturnValue:
    return redirect(url_for(".bill", bill_id=bill.id))


@bp.get("/bills")
@requires(Permission.FINANCE_READ)
def bills() -> ResponseReturnValue:
    """Every invoice of a payee."""
    return show(lists.BILLS, lists.all_bills(), "payouts/bills.html")


@bp.get("/bills/awaited")
@requires(Permission.FINANCE_READ)
def awaited() -> ResponseReturnValue:
    """The statements whose payee is still to send an invoice."""
    return show(lists.AWAITED, lists.awaited(), "payouts/bills_awaited.html")


@bp.route("/bills/write", methods=["GET", "POST"])
@requires(Permission.BILL_MANAGE)
def write() -> ResponseReturnValue:
    """The invoices that we can write as agreed; the button writes and mails them."""
    form = WriteForm()
    if form.is_sent_well():
        with form.refusals():
            made = self_bills.issue_ready(expecting=form.shown, by=current_user)
            flash(ngettext("One invoice is written.", "%(num)s invoices are written.", len(made)))
            return redirect(url_for(".bills"))
    facts = {"form": form, "found": lists.to_write()}
    return render_template("payouts/bills_write.html", **facts), form.status


@bp.get("/bills/<int:bill_id>")
@requires(Permission.FINANCE_READ)
def bill(bill_id: int) -> str:
    """One invoice: what it says, in what it differs, and what is to be done."""
    found = _bill(bill_id)
    facts = {
        "bill": found,
        "badge": lists.STATES[found.state],
        "kind": lists.KINDS[found.kind],
        "treatment": lists.TREATMENTS[found.vat_treatment],
        "differences": queries.differences_of(found),
        "points": queries.POINTS,
        "credit": queries.credit_of(found),
        "asked": asked_of(found.statement),
    }
    return render_template("payouts/bill.html", **facts)


@bp.get("/statements/<int:statement_id>/bills")
@requires(Permission.FINANCE_READ)
def of_statement(statement_id: int) -> ResponseReturnValue:
    """The invoice of a statement; without one, where it can be registered or is awaited."""
    found = _statement(statement_id)
    if (made := queries.live_bill(found)) is not None:
        return _to(made)
    if current_user.may(Permission.BILL_MANAGE):
        return redirect(url_for(".register", statement_id=found.id))
    return redirect(url_for(".bills", q=found.number))


@bp.route("/statements/<int:statement_id>/bill", methods=["GET", "POST"])
@requires(Permission.BILL_MANAGE)
def register(statement_id: int) -> ResponseReturnValue:
    """Take in the invoice for a statement that came by mail or post."""
    found, form = _statement(statement_id), BillForm()
    if form.is_sent_well():
        with form.refusals():
            content, typed = form.content, form.typed
            made = services.register(found, content, typed=typed, by=current_user)
            flash(_("Invoice %(number)s is registered.", number=made.number))
            return _to(made)
    facts = {"statement": found, "form": form, "asked": asked_of(found)}
    return render_template("payouts/bill_register.html", **facts), form.status


def _with_reason(
    bill_id: int, deed: Callable[..., Any], page: str, done: str
) -> ResponseReturnValue:
    """Ask why, and do it."""
    found, form = _bill(bill_id), ReasonForm()
    if form.is_sent_well():
        with form.refusals():
            deed(found, reason=form.reason.data or "", by=current_user)
            flash(done)
            return _to(found)
    return render_template(f"payouts/bill_{page}.html", bill=found, form=form), form.status


@bp.route("/bills/<int:bill_id>/approve", methods=["GET", "POST"])
@requires(Permission.BILL_APPROVE)
def approve(bill_id: int) -> ResponseReturnValue:
    """Say that an invoice is right although it differs, as a second person."""
    done = _("Approved: this invoice may be paid.")
    return _with_reason(bill_id, services.approve_difference, "approve", done)


@bp.route("/bills/<int:bill_id>/reject", methods=["GET", "POST"])
@requires(Permission.BILL_MANAGE)
def reject(bill_id: int) -> ResponseReturnValue:
    """Send an invoice back to the payee."""
    done = _("The invoice is sent back; the payee gets a mail with the reason.")
    return _with_reason(bill_id, services.reject, "reject", done)


@bp.route("/bills/<int:bill_id>/credit", methods=["GET", "POST"])
@requires(Permission.BILL_MANAGE)
def credit(bill_id: int) -> ResponseReturnValue:
    """Take an invoice that we wrote back."""
    done = _("The invoice is taken back by a credit invoice. You can write a new one now.")
    return _with_reason(bill_id, self_bills.credit, "credit", done)


@bp.get("/bills/<int:bill_id>/<any(file, paper, ubl):what>")
@requires(Permission.FINANCE_READ)
def file(bill_id: int, what: str) -> Response:
    """The exact file that came in, or the paper or e-invoice that we wrote."""
    return as_file(_bill(bill_id), what)


def as_file(bill: Bill, what: str) -> Response:
    """One of the files of an invoice, to be kept and never opened by the browser in our name."""
    content, kind = queries.file_named(bill, what)
    ending = kind.rpartition("/")[2]
    name = "".join(
        sign for sign in bill.number if sign.isascii() and (sign.isalnum() or sign in "-_")
    )
    headers = {"Content-Disposition": f'attachment; filename="{name or bill.id}.{ending}"'}
    return Response(content or abort(404), mimetype=kind, headers=headers)
