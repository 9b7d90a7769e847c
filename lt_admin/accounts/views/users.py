"""The pages on which people with an account are looked after."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts import queries, services
from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.forms import InviteForm, UserForm
from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock, history
from lt_admin.core.audit import name_of
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show

bp = Blueprint("users", __name__, template_folder="../templates")


@bp.get("/users")
@requires(Permission.USER_MANAGE)
def users() -> ResponseReturnValue:
    """Everybody with an account."""
    return show(queries.USERS, queries.users(), "accounts/users.html")


@bp.route("/users/new", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def invite() -> ResponseReturnValue:
    """Make an account and mail the link to its owner."""
    form = InviteForm()
    if form.is_sent_well():
        with form.refusals("email"):
            made = services.add_user(**form.facts, by=current_user)
            flash(_("A mail with a link is on its way to %(email)s.", email=made.email))
            return redirect(url_for(".user", user_id=made.id))
    return render_template("accounts/invite.html", form=form), form.status


@bp.route("/users/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def user(user_id: int) -> ResponseReturnValue:
    """Somebody with an account: name, address and role."""
    found = _find(user_id)
    form = UserForm(obj=found)
    if form.is_sent_well():
        with form.refusals():
            services.change_user(found, **form.facts, by=current_user)
            flash(_("Saved."))
            return redirect(url_for(".user", user_id=user_id))
    return _page(form, _find(user_id)), form.status


def _page(form: UserForm, user: User) -> str:
    is_locked = user.locked_until is not None and user.locked_until > clock.now()
    return render_template(
        "accounts/user.html",
        form=form,
        user=user,
        badge=queries.BADGES[user.state],
        locked_until=user.locked_until if is_locked else None,
        timeline=history.timeline(name_of(user)),
    )


@bp.post("/users/<int:user_id>/invite")
@requires(Permission.USER_MANAGE)
def invite_again(user_id: int) -> ResponseReturnValue:
    """Mail a fresh link; the one before stops working."""
    found = _find(user_id)
    services.send_password_link(found, by=current_user)
    flash(_("A mail with a link is on its way to %(email)s.", email=found.email))
    return redirect(url_for(".user", user_id=user_id))


@bp.post("/users/<int:user_id>/deactivate")
@requires(Permission.USER_MANAGE)
def deactivate(user_id: int) -> ResponseReturnValue:
    """Close an account; its history stays."""
    found = _find(user_id)
    services.deactivate(found, by=current_user)
    flash(_("The account of %(name)s is closed.", name=found.name))
    return redirect(url_for(".user", user_id=user_id))


@bp.post("/users/<int:user_id>/reactivate")
@requires(Permission.USER_MANAGE)
def reactivate(user_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    found = _find(user_id)
    services.reactivate(found, by=current_user)
    flash(_("The account of %(name)s is open again.", name=found.name))
    return redirect(url_for(".user", user_id=user_id))


def _find(user_id: int) -> User:
    return queries.find_user(user_id) or abort(404)
