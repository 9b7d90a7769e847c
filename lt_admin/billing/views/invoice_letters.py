"""The commissioner's page of an invoice: behind a link in a mail, without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import public
from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.accounts.queries import find_link
from lt_admin.billing.forms.questions import QuestionForm
from lt_admin.billing.mails.invoices import file_name
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries import invoice_letters as queries
from lt_admin.billing.queries.quotes import holder_of
from lt_admin.billing.services import invoice_links, questions
from lt_admin.core.i18n import gettext as _
from lt_admin.core.web import limiter
from lt_admin.orientation.rules.engagements import STEPS

bp = Blueprint("invoice_letters", __name__, template_folder="../templates")


def _opened(token: str) -> tuple[MailLink, Invoice]:
    """The link and its invoice, with the page in the language of the invoice."""
    link = find_link(token, LinkPurpose.READ_INVOICE) or abort(404)
    invoice = queries.invoice_of(link) or abort(404)
    g.language = invoice.language
    return link, invoice


def _page(invoice: Invoice, form: QuestionForm, token: str) -> ResponseReturnValue:
    facts = {"form": form, "token": token, "steps": STEPS, **queries.letter_of(invoice)}
    return render_template("billing/letter_invoice.html", **facts), form.status


def _closed(link: MailLink, invoice: Invoice, token: str) -> ResponseReturnValue:
    facts = {"link": link, "token": token, **queries.whom_to_call(invoice)}
    return render_template("billing/letter_invoice_closed.html", **facts), 410


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for(".letter", token=token, lang=request.args.get("lang")))


@bp.get("/invoice/<string:token>")
@public
def letter(token: str) -> ResponseReturnValue:
    """The invoice, how it stands, and how to pay it; or that the link has had its time."""
    link, invoice = _opened(token)
    if not queries.is_readable(link):
        return _closed(link, invoice, token)
    return _page(invoice, QuestionForm(), token)


@bp.post("/invoice/<string:token>/question")
@public
@limiter.limit("10 per hour")
def ask(token: str) -> ResponseReturnValue:
    """Ask something about the invoice."""
    link, invoice = _opened(token)
    if not queries.is_readable(link):
        return _closed(link, invoice, token)
    form = QuestionForm()
    if form.is_sent_well():
        with form.refusals():
            asked = {"name": form.name.data or "", "words": form.words.data or ""}
            questions.ask(invoice, contact=holder_of(link), **asked)
            flash(_("Thank you. You get our answer by mail, and it will stand on this page."))
            return _back(token)
    return _page(invoice, form, token)


@bp.post("/invoice/<string:token>/new-link")
@public
@limiter.limit("10 per hour")
def new_link(token: str) -> ResponseReturnValue:
    """Mail a new link to the contact that we know, in place of one that works no more."""
    link, invoice = _opened(token)
    if not queries.is_readable(link):
        invoice_links.ask_again(invoice)
        flash(_("If we know your address, a new link is on its way to it."))
    return _back(token)


@bp.get("/invoice/<string:token>/pdf")
@public
def paper(token: str) -> Response:
    """The exact paper, as long as the link works."""
    link, invoice = _opened(token)
    return _file(link, invoice.pdf, "application/pdf", f"inline; {_named(invoice, 'pdf')}")


@bp.get("/invoice/<string:token>/ubl")
@public
def e_invoice(token: str) -> Response:
    """The exact e-invoice (UBL) for the commissioner's own system, as long as the link works."""
    link, invoice = _opened(token)
    return _file(link, invoice.ubl, "application/xml", f"attachment; {_named(invoice, 'xml')}")


def _named(invoice: Invoice, ending: str) -> str:
    return f'filename="{file_name(invoice)}.{ending}"'


def _file(link: MailLink, content: bytes | None, kind: str, disposition: str) -> Response:
    if not queries.is_readable(link):
        abort(410)
    return Response(
        content or abort(404), mimetype=kind, headers={"Content-Disposition": disposition}
    )
