"""The statement of account of one organisation: on paper, and by mail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.queries.accounts import account_of
from lt_admin.billing.queries.invoices import find_organisation
from lt_admin.billing.rules.accounts import Account
from lt_admin.billing.services import accounts as services
from lt_admin.core import periods
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.models.organisations import Organisation

bp = Blueprint("account_papers", __name__, template_folder="../templates")


def _organisation(organisation_id: int) -> Organisation:
    return find_organisation(organisation_id) or abort(404)


def _account(organisation: Organisation) -> Account:
    period = periods.asked(request.args)
    return account_of(organisation, period.from_, period.until)


@bp.get("/open-items/<int:organisation_id>/paper")
@requires(Permission.INVOICE_READ)
def paper(organisation_id: int) -> ResponseReturnValue:
    """The statement of account as PDF, in the organisation's language."""
    content = services.account_paper(_account(_organisation(organisation_id)))
    word = _("statement-of-account")
    headers = {"Content-Disposition": f'inline; filename="{word}-{organisation_id}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


@bp.post("/open-items/<int:organisation_id>/mail")
@requires(Permission.REMINDER_MANAGE)
def mail(organisation_id: int) -> ResponseReturnValue:
    """Mail the statement of account to the organisation's contact."""
    found = _organisation(organisation_id)
    email = services.mail_account(found, _account(found), by=current_user)
    flash(_("The statement of account goes to %(email)s.", email=email))
    period: dict[str, Any] = periods.asked(request.args).address
    return redirect(url_for("payments.open_items_of", organisation_id=found.id, **period))
