"""The pages about quotes for those who make and read them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.quotes import (
    ContactForm,
    DraftForm,
    FollowUpForm,
    MoreHoursForm,
    RejectForm,
    WithdrawForm,
)
from lt_admin.billing.mails import quotes as mails
from lt_admin.billing.models.quotes import CostShare, Quote
from lt_admin.billing.queries import quote_lists
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.queries.quote_records import record_of
from lt_admin.billing.rules.senders import what_we_lack
from lt_admin.billing.services import change_orders, drafts, links
from lt_admin.billing.services import quotes as services
from lt_admin.core import clock
from lt_admin.core.forms import Form
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.core.outbox import Mail
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.queries.engagements import find_engagement_seen_by

bp = Blueprint("quotes", __name__, template_folder="../templates")


def _quote(quote_id: int) -> Quote:
    return queries.find_quote(quote_id) or abort(404)


def _share(share_id: int) -> CostShare:
    return queries.find_share(share_id) or abort(404)


def _engagement(engagement_id: int) -> Engagement:
    return find_engagement_seen_by(engagement_id, current_user) or abort(404)


def _to(quote: Quote, page: str = ".quote") -> ResponseReturnValue:
    return redirect(url_for(page, quote_id=quote.id))


@bp.get("/quotes")
@requires(Permission.QUOTE_READ)
def quotes() -> ResponseReturnValue:
    """Every quote, to search, narrow and export."""
    return show(quote_lists.QUOTES, quote_lists.all_quotes(), "billing/quotes.html")


@bp.get("/quotes/<int:quote_id>")
@requires(Permission.QUOTE_READ)
def quote(quote_id: int) -> ResponseReturnValue:
    """One quote: its lines, who bears what, what they answered, and its other versions."""
    found = _quote(quote_id)
    return render_template("billing/quote.html", **record_of(found))


@bp.get("/quotes/<int:quote_id>/paper")
@requires(Permission.QUOTE_READ)
def paper(quote_id: int) -> ResponseReturnValue:
    """The paper: as it was sent, or as a draft would be sent today."""
    found = _quote(quote_id)
    headers = {"Content-Disposition": f'inline; filename="{found.name}.pdf"'}
    return Response(services.preview(found), mimetype="application/pdf", headers=headers)


@bp.post("/engagements/<int:engagement_id>/quotes")
@requires(Permission.QUOTE_MANAGE)
def new_quote(engagement_id: int) -> ResponseReturnValue:
    """Draft the quote of a review from its plan."""
    engagement = _engagement(engagement_id)
    made = services.draft_review_quote(
        engagement, valid_until=drafts.usual_validity(), by=current_user
    )
    flash(_("The hours come from the review plan. Say now who bears which part."))
    return _to(made, ".edit")


@bp.route("/engagements/<int:engagement_id>/change-order", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def new_change_order(engagement_id: int) -> ResponseReturnValue:
    """Draft a change order: more hours in one step."""
    engagement, form = _engagement(engagement_id), MoreHoursForm.empty()
    if form.is_sent_well():
        with form.refusals():
            made = services.draft_change_order(engagement, **form.facts(), by=current_user)
            return _to(made, ".edit")
    facts = {"engagement": engagement, "form": form, "title": _("More hours")}
    return render_template("billing/quote_new.html", **facts), form.status


@bp.post("/engagements/<int:engagement_id>/change-order/from-hours")
@requires(Permission.QUOTE_MANAGE)
def change_order_from_hours(engagement_id: int) -> ResponseReturnValue:
    """Draft a change order of what was worked beyond the agreed hours."""
    made = change_orders.draft_from_hours(_engagement(engagement_id), by=current_user)
    flash(_("These are the hours beyond those agreed, by step. Check them, and say what for."))
    return _to(made, ".edit")


@bp.route("/engagements/<int:engagement_id>/follow-up-quote", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def new_follow_up(engagement_id: int) -> ResponseReturnValue:
    """Draft the quote of a follow-up."""
    engagement, form = _engagement(engagement_id), FollowUpForm.usual()
    if form.is_sent_well():
        with form.refusals():
            made = services.draft_follow_up(engagement, **form.facts(), by=current_user)
            return _to(made, ".edit")
    facts = {"engagement": engagement, "form": form, "title": _("Quote for the follow-up")}
    return render_template("billing/quote_new.html", **facts), form.status


@bp.route("/quotes/<int:quote_id>/edit", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def edit(quote_id: int) -> ResponseReturnValue:
    """Change a draft; its sums are worked out when asked, and nothing typed is lost."""
    found = _quote(quote_id)
    found.check_draft()
    form = DraftForm.of(found)
    if form.is_sent_well() and not form.recalculate.data:
        with form.refusals():
            drafts.change_draft(found, form.draft(), by=current_user)
            flash(_("The draft is saved."))
            return _to(found)
    return render_template("billing/quote_form.html", quote=found, form=form), form.status


@bp.route("/quotes/<int:quote_id>/send", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def sending(quote_id: int) -> ResponseReturnValue:
    """Exactly what will go to whom; then freeze the paper and mail it."""
    found, form = _quote(quote_id), Form()
    found.check_sendable(clock.today())
    if form.is_sent_well():
        with form.refusals():
            services.send_quote(found, by=current_user)
            flash(_("Quote %(name)s is on its way.", name=found.name))
            return _to(found)
    page = {"quote": found, "form": form, **_going_out(found)}
    return render_template("billing/quote_send.html", **page), form.status


def _going_out(quote: Quote) -> dict[str, Any]:
    """The mails as they will go, and what of our own details is still missing for that."""
    us = the_foundation()
    letters = [mails.quote_sent(share, us) for share in quote.shares]
    return {"letters": letters, "missing": what_we_lack(us.sender)}


@bp.post("/quotes/<int:quote_id>/revise")
@requires(Permission.QUOTE_MANAGE)
def revise(quote_id: int) -> ResponseReturnValue:
    """Make a next version."""
    made = services.revise(_quote(quote_id), by=current_user)
    flash(
        _(
            "This is version %(number)s. The links to the one before no longer work.",
            number=made.revision,
        )
    )
    return _to(made, ".edit")


@bp.route("/quotes/<int:quote_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def withdraw(quote_id: int) -> ResponseReturnValue:
    """Take a quote back, with the reason that its readers get to see."""
    found, form = _quote(quote_id), WithdrawForm()
    if form.is_sent_well():
        with form.refusals():
            services.withdraw_quote(found, reason=form.reason.data or "", by=current_user)
            flash(_("Quote %(name)s is withdrawn.", name=found.name))
            return _to(found)
    page = {"quote": found, "form": form, "letter": _withdrawal(found, form)}
    return render_template("billing/quote_withdraw.html", **page), form.status


def _withdrawal(quote: Quote, form: WithdrawForm) -> Mail | None:
    """The mail that tells it, with the reason as far as it was typed; None when nobody gets one."""
    reason = form.reason.data or _("(your reason)")
    letters = [
        mails.quote_withdrawn(share, the_foundation(), reason=reason)
        for share in quote.shares
        if quote.is_sent
    ]
    return letters[0] if letters else None


@bp.route("/quotes/<int:quote_id>/reject", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def reject(quote_id: int) -> ResponseReturnValue:
    """Record that the commissioners do not want it, and why."""
    found, form = _quote(quote_id), RejectForm()
    found.check_answerable()
    if form.is_sent_well():
        with form.refusals():
            facts = {"reason": form.reason.data, "note": form.note.data or ""}
            services.reject_quote(found, **facts, by=current_user)
            flash(_("It is recorded that quote %(name)s was rejected.", name=found.name))
            return _to(found)
    return render_template("billing/quote_reject.html", quote=found, form=form), form.status


@bp.route("/quotes/shares/<int:share_id>/link", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def link(share_id: int) -> ResponseReturnValue:
    """Mail a share's link again, or to somebody else at the organisation."""
    share = _share(share_id)
    share.check_open()
    form = ContactForm.of(share)
    if form.is_sent_well():
        with form.refusals():
            links.send_again_to(share, form.contact_id.data, by=current_user)
            flash(_("A new link is on its way; the earlier one no longer works."))
            return _to(share.quote)
    letter = mails.link_renewed(share, the_foundation())
    facts = {"share": share, "form": form, "letter": letter}
    return render_template("billing/quote_link.html", **facts), form.status


@bp.post("/quotes/shares/<int:share_id>/withdraw")
@requires(Permission.QUOTE_MANAGE)
def withdraw_link(share_id: int) -> ResponseReturnValue:
    """Let a share's link stop working."""
    share = _share(share_id)
    links.withdraw(share, by=current_user)
    flash(_("The link to %(name)s no longer works.", name=share.organisation.name))
    return _to(share.quote)
