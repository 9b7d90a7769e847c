"""The commissioner's page of an invoice: behind a link in a mail, without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import public
from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.accounts.queries import find_link
from lt_admin.billing.mails.invoices import file_name
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries import invoice_letters as queries
from lt_admin.orientation.rules.engagements import STEPS

bp = Blueprint("invoice_letters", __name__, template_folder="../templates")


def _opened(token: str) -> tuple[MailLink, Invoice]:
    """The link and its invoice, with the page in the language of the invoice."""
    link = find_link(token, LinkPurpose.READ_INVOICE) or abort(404)
    invoice = queries.invoice_of(link) or abort(404)
    g.language = invoice.language
    return link, invoice


@bp.get("/invoice/<string:token>")
@public
def letter(token: str) -> ResponseReturnValue:
    """The invoice, how it stands, and how to pay it; or that the link has had its time."""
    link, invoice = _opened(token)
    if not queries.is_readable(link):
        facts = queries.whom_to_call(invoice)
        return render_template("billing/letter_invoice_closed.html", link=link, **facts), 410
    facts = queries.letter_of(invoice)
    return render_template("billing/letter_invoice.html", token=token, steps=STEPS, **facts)


@bp.get("/invoice/<string:token>/pdf")
@public
def paper(token: str) -> Response:
    """The exact paper, as long as the link works."""
    link, invoice = _opened(token)
    if not queries.is_readable(link) or invoice.pdf is None:
        abort(410)
    headers = {"Content-Disposition": f'inline; filename="{file_name(invoice)}.pdf"'}
    return Response(invoice.pdf, mimetype="application/pdf", headers=headers)
