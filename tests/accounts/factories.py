"""Things of accounts to test with."""

from __future__ import annotations

import re

from sqlalchemy import select

from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.policy import Role
from lt_admin.accounts.services import new_link
from lt_admin.core import audit, passwords
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session
from lt_admin.core.outbox import QueuedMail
from tests.factories import user_with

PASSWORD = "paarse olifant fietst"


def user_with_password(password=PASSWORD, role=Role.COORDINATOR, **facts):
    return user_with(role, **{"password_hash": passwords.hashed(password)} | facts)


def password_token(user, days=1):
    """A fresh link to set a password, as it stands in the mail."""
    return new_link(LinkPurpose.SET_PASSWORD, user, user, days=days, by=audit.SYSTEM)


def events():
    """The audit log so far, oldest first, without issued links."""
    found = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id))
    return [event for event in found if event != "link:issued"]


def mails_to(user):
    wanted = select(QueuedMail).where(QueuedMail.recipient == user.email).order_by(QueuedMail.id)
    return list(session.scalars(wanted))


def path_in(mail):
    """The path of the link that a mail carries."""
    return re.sub(r"^https?://[^/]+", "", mail.link)
