"""The pages of an invoice round: what will be asked of whom, and sending it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.invoices import Round
from lt_admin.billing.queries.invoice_lists import ROUNDS
from lt_admin.billing.queries.invoices import drafts_of, find_invoice, find_review
from lt_admin.billing.queries.rounds import plan_round
from lt_admin.billing.services import invoices as services
from lt_admin.billing.services.issuing import letters_of
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.rules.engagements import STEPS

bp = Blueprint("rounds", __name__, template_folder="../templates")
ROUND = "<any(interim, final, follow_up):name>"


def _engagement(engagement_id: int) -> Engagement:
    return find_review(engagement_id) or abort(404)


@bp.get(f"/engagements/<int:engagement_id>/invoices/{ROUND}")
@requires(Permission.INVOICE_MANAGE)
def plan(engagement_id: int, name: str) -> str:
    """What the round asks of each commissioner, before anything is made."""
    engagement, round_ = _engagement(engagement_id), Round(name)
    facts = {"plan": plan_round(engagement, round_), "drafts": drafts_of(engagement.id, round_)}
    return render_template("billing/round.html", word=ROUNDS[round_], steps=STEPS, **facts)


@bp.post(f"/engagements/<int:engagement_id>/invoices/{ROUND}")
@requires(Permission.INVOICE_MANAGE)
def draft(engagement_id: int, name: str) -> ResponseReturnValue:
    """Make the drafts."""
    engagement = _engagement(engagement_id)
    made = services.draft_round(engagement, Round(name), by=current_user)
    flash(ngettext("One draft is ready.", "%(num)d drafts are ready.", len(made)))
    return redirect(url_for(".sending", engagement_id=engagement_id, name=name))


@bp.get(f"/engagements/<int:engagement_id>/invoices/{ROUND}/send")
@requires(Permission.INVOICE_MANAGE)
def sending(engagement_id: int, name: str) -> str:
    """Exactly what will go to whom, before it goes."""
    engagement = _engagement(engagement_id)
    drafts = drafts_of(engagement.id, Round(name))
    action = url_for(".send", engagement_id=engagement_id, name=name)
    facts = {"engagement": engagement, "word": ROUNDS[Round(name)], "action": action}
    return render_template("billing/round_send.html", letters=letters_of(drafts), **facts)


@bp.post(f"/engagements/<int:engagement_id>/invoices/{ROUND}/send")
@requires(Permission.INVOICE_MANAGE)
def send(engagement_id: int, name: str) -> ResponseReturnValue:
    """Issue every draft of the round, and mail it."""
    drafts = drafts_of(_engagement(engagement_id).id, Round(name))
    for each in drafts:
        services.issue_invoice(each, by=current_user)
    words = ngettext(
        "One invoice is on its way.", "%(num)d invoices are on their way.", len(drafts)
    )
    flash(words)
    return redirect(url_for("invoices.invoices"))


@bp.get("/invoices/<int:invoice_id>/send")
@requires(Permission.INVOICE_MANAGE)
def sending_one(invoice_id: int) -> str:
    """Exactly what one draft sends to whom."""
    found = find_invoice(invoice_id) or abort(404)
    found.check_draft()
    action = url_for(".send_one", invoice_id=found.id)
    facts = {"engagement": found.engagement, "word": ROUNDS[found.round], "action": action}
    return render_template("billing/round_send.html", letters=letters_of([found]), **facts)


@bp.post("/invoices/<int:invoice_id>/send")
@requires(Permission.INVOICE_MANAGE)
def send_one(invoice_id: int) -> ResponseReturnValue:
    """Issue one draft, and mail it."""
    found = find_invoice(invoice_id) or abort(404)
    services.issue_invoice(found, by=current_user)
    flash(_("Invoice %(number)s is on its way.", number=found.number))
    return redirect(url_for("invoices.invoice", invoice_id=found.id))
