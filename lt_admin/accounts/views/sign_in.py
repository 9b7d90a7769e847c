"""The pages to come in and go out by."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts import access, queries, services
from lt_admin.accounts.access import current_user, public
from lt_admin.accounts.forms import AskPasswordForm, PasswordForm, SignInForm
from lt_admin.core.i18n import gettext as _
from lt_admin.core.web import limiter

bp = Blueprint("sign_in", __name__, template_folder="../templates")


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in, and go on to where one was going."""
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_destination())
    if form.is_sent_well():
        with form.refusals():
            return _answer(form)
    return render_template("accounts/sign_in.html", form=form), form.status


def _answer(form: SignInForm) -> ResponseReturnValue:
    """The next page; or the same with a sentence, as an answer that keeps the counted failure."""
    address = request.remote_addr or ""
    user = services.sign_in(form.email.data, form.password.data, address=address)
    if user is None:
        form.form_errors = [_("This e-mail address and password do not belong together.")]
        return render_template("accounts/sign_in.html", form=form)
    access.begin_session(user)
    return redirect(_destination())


def _destination() -> str:
    """Where ``?next=`` points, if that is a page of ours; the front page otherwise."""
    wanted = request.args.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if is_ours and wanted.isprintable() else url_for("home")


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """Sign out on this browser."""
    access.end_session()
    flash(_("You are signed out."))
    return redirect(url_for(".login"))


@bp.route("/password", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@public
def ask_password() -> ResponseReturnValue:
    """Ask for a link to set a new password; the answer is the same for every address."""
    form = AskPasswordForm()
    if form.is_sent_well():
        services.ask_new_password(form.email.data)
        flash(_("If there is an account with this address, a mail with a link is on its way."))
        return redirect(url_for(".login"))
    return render_template("accounts/ask_password.html", form=form), form.status


@bp.route("/password/<string(maxlength=100):token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> ResponseReturnValue:
    """Set a password with the link from a mail."""
    user, form = queries.find_password_holder(token), PasswordForm()
    if user is None:
        return render_template("accounts/link_closed.html"), 410
    if form.is_sent_well():
        with form.refusals("password"):
            services.set_password_by_link(token, form.password.data)
            flash(_("Your password is set. Sign in with it."))
            return redirect(url_for(".login"))
    return render_template("accounts/choose_password.html", form=form, user=user), form.status
