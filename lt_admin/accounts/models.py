"""People who can sign in, and the links by which others act."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.accounts.policy import Permission, Role, allows
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import WrongState


class User(Versioned, Model):
    """Someone with an account; speaks the four words that Flask-Login asks for."""

    __tablename__ = "user"

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)  # kept in lower case
    role: Mapped[Role]
    language: Mapped[str] = mapped_column(String(2), default="nl")
    password_hash: Mapped[str | None]
    session_key: Mapped[str] = mapped_column(unique=True)  # a new one signs out everywhere
    locked_until: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    is_authenticated: ClassVar = True
    is_anonymous: ClassVar = False

    @property
    def is_active(self) -> bool:
        """Whether this person may still sign in."""
        return self.deactivated_at is None

    @property
    def state(self) -> UserState:
        """Whether this person can sign in."""
        if not self.is_active:
            return UserState.CLOSED
        return UserState.OPEN if self.password_hash else UserState.INVITED

    def get_id(self) -> str:
        """What the session cookie carries."""
        return self.session_key

    def close(self) -> None:
        """End the account: out at once, everywhere; all that was done under it stays."""
        if not self.is_active:
            raise WrongState(_("This account is closed already."))
        self.deactivated_at = clock.now()

    def reopen(self) -> None:
        """Let this person sign in again."""
        if self.is_active:
            raise WrongState(_("This account is open already."))
        self.deactivated_at = None

    def may(self, permission: Permission) -> bool:
        """Whether this person's role grants `permission`."""
        return allows(self.role, permission)


class UserState(StrEnum):
    """Whether somebody can sign in."""

    INVITED = "invited"
    OPEN = "open"
    CLOSED = "closed"


class SignInFailure(Model):
    """One refused sign-in: the lock-out counts these by account and by address."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_address_at", "address", "at"),
        Index("ix_sign_in_failure_email_at", "email", "at"),
    )

    email: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class LinkPurpose(StrEnum):
    """What a link in a mail lets its holder do."""

    ANSWER_QUOTE = "answer_quote"
    BOOK_FOLLOW_UP = "book_follow_up"
    READ_INVOICE = "read_invoice"
    READ_STATEMENT = "read_statement"
    SET_PASSWORD = "set_password"  # noqa: S105 - a name, not a secret


def hash_of(token: str) -> str:
    """What is kept of the secret part of a link; a long random text needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class MailLink(Model):
    """One purpose, one thing, one holder; the address itself is kept only as a hash.

    `subject` and `holder` are names as the audit log writes them: ``cost_share:5``, ``contact:7``.
    """

    __tablename__ = "mail_link"

    purpose: Mapped[LinkPurpose]
    subject: Mapped[str] = mapped_column(index=True)
    holder: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    def is_open(self, at: datetime) -> bool:
        """Whether the link still works at this instant."""
        return self.used_at is None and self.withdrawn_at is None and at < self.expires_at
