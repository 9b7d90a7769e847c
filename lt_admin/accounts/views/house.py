"""The pages about the house itself: who may do what, and who did what."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import PERMISSIONS, POLICY, ROLES, Permission
from lt_admin.core import history
from lt_admin.core.listing import show

bp = Blueprint("house", __name__, template_folder="../templates")


@bp.get("/policy")
@requires(Permission.ACCOUNT_OWN)
def policy() -> ResponseReturnValue:
    """Who may do what: the policy table itself."""
    facts = {"roles": ROLES, "permissions": PERMISSIONS, "policy": POLICY}
    return render_template("accounts/policy.html", **facts)


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    """Who did what, and when."""
    if "as" in request.args:
        return show(history.LOG, history.entries(), "accounts/audit.html")
    page = history.LOG.page(history.entries(), history.LOG.ask(request.args))
    return render_template("accounts/audit.html", page=page, told=history.tell(page.rows))
