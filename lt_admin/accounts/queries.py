"""Every SELECT about people and links."""

from __future__ import annotations

from sqlalchemy import Select, select

from lt_admin.accounts.models import LinkPurpose, MailLink, User, hash_of
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.orm import Model


def find_user(user_id: int) -> User | None:
    """The person with this number."""
    return session.get(User, user_id)


def find_user_by_email(email: str) -> User | None:
    """The person with this address, however it is capitalised."""
    return session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()


def find_link(token: str, purpose: LinkPurpose) -> MailLink | None:
    """The link with this token, in whatever state; None for another purpose too."""
    return session.scalars(_link(token, purpose)).one_or_none()


def lock_link(token: str, purpose: LinkPurpose) -> MailLink | None:
    """As find_link, but whoever asks next waits: of two uses at once, the second sees the first."""
    return session.scalars(
        _link(token, purpose).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def open_links(subject: Model) -> list[MailLink]:
    """The links about this thing that still work."""
    wanted = select(MailLink).where(
        MailLink.subject == audit.name_of(subject),
        MailLink.used_at.is_(None),
        MailLink.withdrawn_at.is_(None),
        MailLink.expires_at > clock.now(),
    )
    return list(session.scalars(wanted.order_by(MailLink.id)))


def _link(token: str, purpose: LinkPurpose) -> Select[MailLink]:
    return select(MailLink).where(
        MailLink.token_hash == hash_of(token), MailLink.purpose == purpose
    )
