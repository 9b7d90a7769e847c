"""The payee's page of a statement: behind a link in a mail, without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import public
from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.accounts.queries import find_link
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.web import limiter
from lt_admin.payouts.forms.bills import BillForm, ObjectForm
from lt_admin.payouts.models.bills import Bill
from lt_admin.payouts.queries import bills as queries
from lt_admin.payouts.queries import statement_letters as letters
from lt_admin.payouts.services import bill_links, self_bills
from lt_admin.payouts.services import bills as services
from lt_admin.payouts.views.bills import as_file

bp = Blueprint("statement_letters", __name__, template_folder="../templates")


def _known(token: str) -> tuple[MailLink, PaymentStatement]:
    """The link and its statement, with the page in the language of the payee."""
    link = find_link(token, LinkPurpose.READ_STATEMENT) or abort(404)
    statement = queries.statement_of(link) or abort(404)
    g.language = statement.payee.language
    return link, statement


def _open(token: str) -> PaymentStatement:
    """The statement, while the link works; else 410."""
    link, statement = _known(token)
    return statement if link.is_open(clock.now()) else abort(_closed(link, statement, token))


def _closed(link: MailLink, statement: PaymentStatement, token: str) -> Response:
    facts = {"link": link, "token": token, **letters.whom_to_call()}
    page = render_template("payouts/letter_statement_closed.html", statement=statement, **facts)
    return Response(page, 410)


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for(".letter", token=token, lang=request.args.get("lang")))


def _page(
    statement: PaymentStatement, token: str, form: BillForm | ObjectForm | None = None
) -> ResponseReturnValue:
    sending = form if isinstance(form, BillForm) else BillForm(formdata=None)
    objecting = form if isinstance(form, ObjectForm) else ObjectForm(formdata=None)
    facts = {"token": token, "sending": sending, "objecting": objecting}
    page = render_template("payouts/letter_statement.html", **facts, **letters.letter_of(statement))
    return page, 200 if form is None else form.status


def _asked_bill(statement: PaymentStatement) -> Bill:
    return queries.live_bill(statement) or abort(404)


@bp.get("/statement/<string:token>")
@public
def letter(token: str) -> ResponseReturnValue:
    """The statement, its invoice, and what is asked of the payee."""
    return _page(_open(token), token)


@bp.post("/statement/<string:token>/invoice")
@public
@limiter.limit("20 per hour")
def send(token: str) -> ResponseReturnValue:
    """The payee's own invoice for this statement."""
    statement, form = _open(token), BillForm()
    if form.is_sent_well():
        with form.refusals():
            services.register(statement, form.content, typed=form.typed, by=statement.payee)
            flash(_("Thank you. We have your invoice."))
            return _back(token)
    return _page(statement, token, form)


@bp.post("/statement/<string:token>/accept")
@public
@limiter.limit("20 per hour")
def accept(token: str) -> ResponseReturnValue:
    """The invoice that we wrote is right."""
    statement = _open(token)
    self_bills.accept_as_payee(_asked_bill(statement), by=statement.payee)
    flash(_("Thank you. The invoice is accepted, and we pay it."))
    return _back(token)


@bp.post("/statement/<string:token>/object")
@public
@limiter.limit("20 per hour")
def object_to(token: str) -> ResponseReturnValue:
    """The invoice that we wrote is not right, and why."""
    statement, form = _open(token), ObjectForm()
    bill = _asked_bill(statement)
    if form.is_sent_well():
        with form.refusals():
            self_bills.object_to(bill, words=form.words.data or "", by=statement.payee)
            flash(_("Thank you. We look at it, and let you know. Until then nothing is paid."))
            return _back(token)
    return _page(statement, token, form)


@bp.post("/statement/<string:token>/new-link")
@public
@limiter.limit("10 per hour")
def new_link(token: str) -> ResponseReturnValue:
    """Mail a new link to the address that we know, in place of one that works no more."""
    link, statement = _known(token)
    if not link.is_open(clock.now()):
        bill_links.ask_again(statement)
        flash(_("If we know your address, a new link is on its way to it."))
    return _back(token)


@bp.get("/statement/<string:token>/pdf")
@public
def paper(token: str) -> Response:
    """The statement as it was sent."""
    statement = _open(token)
    headers = {"Content-Disposition": f'inline; filename="{statement.number}.pdf"'}
    return Response(statement.pdf or abort(404), mimetype="application/pdf", headers=headers)


@bp.get("/statement/<string:token>/invoices/<int:bill_id>/<any(file, paper, ubl):what>")
@public
def file(token: str, bill_id: int, what: str) -> Response:
    """A file of an invoice for this very statement."""
    statement = _open(token)
    found = next((each for each in queries.bills_of(statement) if each.id == bill_id), None)
    return as_file(found or abort(404), what)
