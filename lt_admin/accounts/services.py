"""The verbs of accounts: people come, change and go; links are issued, used and withdrawn."""

from __future__ import annotations

import secrets
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete

from lt_admin.accounts import mails, queries
from lt_admin.accounts.models import LinkPurpose, MailLink, SignInFailure, User, hash_of
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, clock, outbox, passwords
from lt_admin.core.db import session
from lt_admin.core.i18n import LANGUAGES
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused

FIRST_LINK_DAYS, NEXT_LINK_DAYS = 7, 1


def add_user(*, name: str, email: str, role: Role, language: str = "nl", by: Model | str) -> User:
    """Make an account without a password, and mail the link by which its owner sets one."""
    user = User(
        name=_some(name),
        email=_address(email),
        role=role,
        language=language if language in LANGUAGES else "nl",
        session_key=_new_key(),
    )
    session.add(user)
    audit.record("user:added", user, by=by, role=role)
    send_password_link(user, by=by)
    return user


def send_password_link(user: User, *, by: Model | str) -> str:
    """Mail a fresh one-time link to set a password; earlier ones stop working.

    The token is returned for the command line, which prints it once.
    """
    if not user.is_active:
        raise Refused(_("This account is closed; open it again first."))
    withdraw_links(user, by=by)
    days = NEXT_LINK_DAYS if user.password_hash else FIRST_LINK_DAYS
    token = new_link(LinkPurpose.SET_PASSWORD, user, user, days=days, by=by)
    outbox.queue(mails.password_link(user, token, days=days), about=user)
    return token


def set_password(user: User, password: str, *, by: Model | str) -> None:
    """Set a password: signs out everywhere, ends a lock-out, and uses up every open link."""
    passwords.check(password, email=user.email)
    user.password_hash = passwords.hashed(password)
    user.session_key = _new_key()
    user.locked_until = None
    session.execute(delete(SignInFailure).where(SignInFailure.email == user.email))
    withdraw_links(user, by=by)
    audit.record("user:password_set", user, by=by)


def new_link(
    purpose: LinkPurpose, subject: Model, holder: Model, *, days: int, by: Model | str
) -> str:
    """The token of a new link: shown once, kept only as a hash."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session.flush()
    link = MailLink(
        purpose=purpose,
        subject=audit.name_of(subject),
        holder=audit.name_of(holder),
        token_hash=hash_of(token),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(link)
    audit.record("link:issued", link, by=by, purpose=purpose)
    return token


def withdraw_links(subject: Model, *, by: Model | str) -> None:
    """Let every open link about this thing stop working."""
    session.flush()
    for link in queries.open_links(subject):
        link.withdrawn_at = clock.now()
        audit.record("link:withdrawn", link, by=by, purpose=link.purpose)


def _new_key() -> str:
    return secrets.token_urlsafe(24)


def _some(name: str) -> str:
    if not name.strip():
        raise Refused(_("A name is needed."))
    return name.strip()


def _address(email: str) -> str:
    """The address as accounts keep it; raises Refused when it is none, or taken."""
    try:
        known = validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Refused(_("This is not an e-mail address.")) from None
    if queries.find_user_by_email(known):
        raise Refused(_("There is an account with this e-mail address already."))
    return known
