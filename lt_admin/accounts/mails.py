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
        is_first = user.password_hash is None
        title = _("Your account at Learning Together NL") if is_first else _("A new password")
        text = render_template(
            "accounts/mail/password_link.txt", user=user, days=days, is_first=is_first
        )
    link = links.address(f"/password/{token}")
    return Mail(user.email, title, text, user.language, link)


def password_changed(user: User) -> Mail:
    """Tell the owner, in case it was somebody else."""
    with speaking(user.language):
        title = _("Your password was changed")
        text = render_template(
            "accounts/mail/password_changed.txt", user=user, page=links.address("/password")
        )
    return Mail(user.email, title, text, user.language)
