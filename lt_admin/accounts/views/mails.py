"""The pages of outgoing mail."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import mailbox, outbox
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show

bp = Blueprint("mails", __name__, template_folder="../templates")


@bp.get("/mails")
@requires(Permission.MAIL_READ)
def mails() -> ResponseReturnValue:
    """What waits, what went out, what failed."""
    return show(mailbox.MAILS, mailbox.mails(), "accounts/mails.html")


@bp.get("/mails/<int:mail_id>")
@requires(Permission.MAIL_READ)
def mail(mail_id: int) -> ResponseReturnValue:
    """One mail, as its reader gets it; but for the secret address in it."""
    found = mailbox.find_mail(mail_id) or abort(404)
    badge = mailbox.BADGES[mailbox.state_of(found)]
    return render_template("accounts/mail.html", mail=found, badge=badge)


@bp.post("/mails/<int:mail_id>/resend")
@requires(Permission.MAIL_RESEND)
def resend(mail_id: int) -> ResponseReturnValue:
    """Put a mail that failed back in the queue."""
    found = mailbox.lock_mail(mail_id) or abort(404)
    outbox.resend(found, by=current_user)
    flash(_("The mail to %(recipient)s is in the queue again.", recipient=found.recipient))
    return redirect(url_for(".mail", mail_id=found.id))
