"""What goes to one commissioner of a quote: its cover letter, and a question for an answer."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.shares import LetterForm
from lt_admin.billing.mails.quotes import quote_sent
from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.queries.quotes import find_share
from lt_admin.billing.rules.cover_letters import NAMES, check_letter
from lt_admin.billing.services import nudges
from lt_admin.billing.services.cover_letters import write_letter
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.outbox import Mail

bp = Blueprint("shares", __name__, template_folder="../templates")


def _share(share_id: int) -> CostShare:
    return find_share(share_id) or abort(404)


@bp.route("/quotes/shares/<int:share_id>/letter", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def letter(share_id: int) -> ResponseReturnValue:
    """Write to one commissioner, with the mail as it will read beneath."""
    share = _share(share_id)
    share.quote.check_draft()
    form = LetterForm.of(share)
    if form.is_sent_well():
        with form.refusals("letter"):
            check_letter(form.letter.data or "")
            if "preview" not in request.form:
                return _kept(share, form.letter.data or "")
    names = [pair[share.quote.language != "nl"] for pair in NAMES.values()]
    facts = {"share": share, "form": form, "names": names, "mail": _mail(share, form)}
    return render_template("billing/quote_letter.html", **facts), form.status


def _kept(share: CostShare, words: str) -> ResponseReturnValue:
    write_letter(share, words, by=current_user)
    flash(_("The cover letter is saved."))
    return redirect(url_for("quotes.quote", quote_id=share.quote_id))


def _mail(share: CostShare, form: LetterForm) -> Mail | None:
    """The mail with what was typed; None when nobody is chosen to write to."""
    if share.contact is None:
        return None
    return quote_sent(share, the_foundation(), letter=form.letter.data or "")


@bp.post("/quotes/shares/<int:share_id>/remind")
@requires(Permission.QUOTE_MANAGE)
def remind(share_id: int) -> ResponseReturnValue:
    """Ask a commissioner once more for an answer."""
    share = _share(share_id)
    nudges.remind(share, by=current_user)
    flash(_("%(name)s gets a mail that asks for an answer.", name=share.organisation.name))
    return redirect(url_for("quotes.quote", quote_id=share.quote_id))
