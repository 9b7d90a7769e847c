"""The pages on which people look after their own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts import access, services
from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.forms import ChangePasswordForm, ProfileForm
from lt_admin.accounts.policy import ROLES, Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.core.web import limiter

bp = Blueprint("account", __name__, template_folder="../templates")


@bp.route("/account", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def profile() -> ResponseReturnValue:
    """The own name and language."""
    form = ProfileForm(obj=current_user)
    if form.is_sent_well():
        facts = {"name": form.name.data, "language": form.language.data}
        services.change_profile(current_user, **facts, by=current_user)
        flash(_("Saved."))
        return redirect(url_for(".profile"))
    page = {"form": form, "role": ROLES[current_user.role]}
    return render_template("accounts/profile.html", **page), form.status


@bp.route("/account/password", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@requires(Permission.ACCOUNT_OWN)
def change_password() -> ResponseReturnValue:
    """Another password, by who knows the present one; this browser stays signed in."""
    form = ChangePasswordForm()
    if form.is_sent_well():
        with form.refusals("present"):
            services.check_password(current_user, form.present.data)
            with form.refusals("password"):
                services.set_password(current_user, form.password.data, by=current_user)
                access.renew_session()
                flash(_("Your password is changed."))
                return redirect(url_for(".profile"))
    return render_template("accounts/change_password.html", form=form), form.status


@bp.post("/account/sign-out")
@requires(Permission.ACCOUNT_OWN)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out on every browser."""
    services.sign_out_everywhere(current_user, by=current_user)
    access.end_session()
    flash(_("You are signed out on every browser."))
    return redirect(url_for("sign_in.login"))
