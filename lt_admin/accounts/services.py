"""The verbs of accounts: people come, change and go; links are issued, used and withdrawn."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete

from lt_admin.accounts import mails, queries
from lt_admin.accounts.models import LinkPurpose, MailLink, SignInFailure, User, hash_of
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, clock, outbox, passwords
from lt_admin.core.db import reading, session
from lt_admin.core.i18n import LANGUAGES
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState

FIRST_LINK_DAYS, NEXT_LINK_DAYS = 7, 1
ASK_WINDOW, MOST_ASKED = timedelta(hours=1), 3
KEPT_DAYS = 31


def add_user(*, name: str, email: str, role: Role, language: str = "nl", by: Model | str) -> User:
    """Make an account without a password, and mail the link by which its owner sets one."""
    user = open_account(name=name, email=email, role=role, language=language, by=by)
    send_password_link(user, by=by)
    return user


def open_account(*, name: str, email: str, role: Role, language: str, by: Model | str) -> User:
    """As add_user, without the mail."""
    user = User(
        name=_some(name),
        email=_address(email),
        role=role,
        language=language if language in LANGUAGES else "nl",
        session_key=_new_key(),
    )
    session.add(user)
    audit.record("user:added", user, by=by, role=role)
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
    if user.password_hash:
        outbox.queue(mails.password_changed(user), about=user)
    user.password_hash = passwords.hashed(password)
    user.session_key = _new_key()
    user.locked_until = None
    session.execute(delete(SignInFailure).where(SignInFailure.email == user.email))
    withdraw_links(user, by=by)
    audit.record("user:password_set", user, by=by)


def set_password_by_link(token: str, password: str) -> User:
    """Set a password with the link from a mail, which is then used up; its holder."""
    found = queries.lock_password_link(token)
    if found is None:
        raise WrongState(_("This link no longer works."))
    link, user = found
    link.used_at = clock.now()
    set_password(user, password, by=user)
    return user


def check_password(user: User, password: str) -> None:
    """Raise Refused when this is not the present password."""
    if not passwords.fits(user.password_hash, password):
        raise Refused(_("This is not your present password."))


def ask_new_password(email: str) -> None:
    """Mail a link to set a new password, if there is such an account; nobody learns which."""
    user = queries.find_user_by_email(email)
    if user is None or not user.is_active:
        return
    if queries.count_links_since(user, clock.now() - ASK_WINDOW) < MOST_ASKED:
        send_password_link(user, by=user)


def sign_in(email: str, password: str, *, address: str) -> User | None:
    """The person these belong to; None, and counted, when they do not fit.

    Raises Refused during a lock-out, whether or not there is such an account. The slow comparison
    is done while no lock is held.
    """
    email = email.strip().lower()
    with reading():
        _refuse_locked_out(email, address)
        kept = queries.kept_password(email)
    is_right = passwords.fits(kept, password)
    user = queries.lock_user_by_email(email)
    _refuse_locked_out(email, address)
    if not is_right or user is None or user.password_hash != kept or not user.is_active:
        _count_failure(email, address, user)
        return None
    _welcome(user, password)
    return user


def _refuse_locked_out(email: str, address: str) -> None:
    if queries.is_locked_out(email, address):
        raise Refused(
            _(
                "Signing in failed a few times in a row. Try again in a quarter of an hour, or "
                "choose a new password by mail."
            )
        )


def _count_failure(email: str, address: str, user: User | None) -> None:
    session.add(SignInFailure(email=email, address=address))
    session.flush()
    if user is not None and user.is_active and queries.is_locked_out(email, address):
        user.locked_until = clock.now() + queries.WINDOW
        audit.record("user:locked", user, by=audit.SYSTEM, until=user.locked_until.isoformat())


def _welcome(user: User, password: str) -> None:
    if passwords.is_outdated(user.password_hash or ""):
        user.password_hash = passwords.hashed(password)
    user.locked_until = None
    session.execute(delete(SignInFailure).where(SignInFailure.email == user.email))
    audit.record("user:signed_in", user, by=user)


def sign_out_everywhere(user: User, *, by: Model | str) -> None:
    """End every session of this person, on every browser."""
    user.session_key = _new_key()
    audit.record("user:signed_out_everywhere", user, by=by)


def change_profile(user: User, *, name: str, language: str, by: User) -> None:
    """What people may change about themselves."""
    _change(user, {"name": _some(name), "language": language}, by=by)


def change_user(user: User, *, name: str, email: str, role: Role, by: User) -> None:
    """Correct a name or address, or give another role; nobody changes the own role."""
    if role is not user.role:
        if user.id == by.id:
            raise Refused(_("Somebody else can change your role; you cannot do so yourself."))
        _keep_a_coordinator(user)
    address = user.email if email.strip().lower() == user.email else _address(email)
    if address != user.email:
        withdraw_links(user, by=by)
    _change(user, {"name": _some(name), "email": address, "role": role}, by=by)


def deactivate(user: User, *, by: User) -> None:
    """Close an account: out at once, links stopped, and all that was done under it stays."""
    if user.id == by.id:
        raise Refused(_("Somebody else can close your account; you cannot do so yourself."))
    _keep_a_coordinator(user)
    user.close()
    user.session_key = _new_key()
    withdraw_links(user, by=by)
    audit.record("user:deactivated", user, by=by)


def reactivate(user: User, *, by: User) -> None:
    """Open a closed account again; the old password works, if there was one."""
    user.reopen()
    audit.record("user:reactivated", user, by=by)


def _keep_a_coordinator(user: User) -> None:
    """Refuse to take away the last one; of two takings at once the second sees the first."""
    if [each.id for each in queries.lock_coordinators()] == [user.id]:
        raise Refused(_("There has to be a coordinator: this is the only one."))


def _change(user: User, facts: dict[str, Any], *, by: User) -> None:
    """Write down what is different, if anything is."""
    changed = {key: value for key, value in facts.items() if getattr(user, key) != value}
    for key, value in changed.items():
        setattr(user, key, value)
    if changed:
        audit.record("user:changed", user, by=by, fields=", ".join(sorted(changed)), role=user.role)


def forget_failures() -> int:
    """Delete the sign-in failures, which hold addresses, of more than a month ago; their number."""
    old = SignInFailure.at < clock.now() - timedelta(days=KEPT_DAYS)
    return len(session.scalars(delete(SignInFailure).where(old).returning(SignInFailure.id)).all())


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
