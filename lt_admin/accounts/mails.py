"""The mails of accounts."""

from __future__ import annotations

from flask import render_template

from lt_admin.accounts.models import User
from lt_admin.core import links
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import Mail


def password_link(user: User, token: str, *, days: int) -> Mail:
    """The one-time link by which somebody sets a first or a new password."""
    with speaking(user.language):
        is_new = user.password_hash is None
        return Mail(
            to=user.email,
            subject=_("Your account at Learning Together NL") if is_new else _("A new password"),
            text=render_template("accounts/mail/password_link.txt", **_facts(user, days, is_new)),
            language=user.language,
            link=links.address(f"/password/{token}"),
        )


def _facts(user: User, days: int, is_new: bool) -> dict[str, object]:  # noqa: FBT001 - a fact of the mail
    return {"user": user, "days": days, "is_new": is_new}
