"""Every SELECT about people and links."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from lt_admin.accounts.models import LinkPurpose, MailLink, SignInFailure, User, UserState, hash_of
from lt_admin.accounts.policy import ROLES, Role
from lt_admin.core import audit, clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Listing, Search
from lt_admin.core.orm import Model

WINDOW = timedelta(minutes=15)  # failures within it count together; a lock-out lasts as long
MOST_BY_ACCOUNT, MOST_BY_ADDRESS = 5, 20
STATE = case(
    (User.deactivated_at.is_not(None), UserState.CLOSED.value),
    (User.password_hash.is_(None), UserState.INVITED.value),
    else_=UserState.OPEN.value,
)
BADGES = {
    UserState.OPEN: Badge(_l("Has access"), "ok"),
    UserState.INVITED: Badge(_l("Invited"), "info", "mail"),
    UserState.CLOSED: Badge(_l("No access"), "neutral"),
}
USERS = Listing(
    "users",
    key=User.id,
    order="name",
    columns=(
        Column(
            "name",
            _l("Name"),
            User.name,
            sort=func.lower(User.name),
            link="users.user",
            link_key="user_id",
        ),
        Column("email", _l("E-mail address"), User.email, card="wide"),
        Column("role", _l("Role"), User.role, words=ROLES),
        Column("state", _l("State"), STATE, kind="badge", words=BADGES, sort=False),
        Column("since", _l("Since"), User.created_at, kind="instant"),
    ),
    filters=(
        Search("q", _l("Search"), (User.name, User.email)),
        Choice("role", _l("Role"), ROLES, lambda role: User.role == role),
        Choice("state", _l("State"), BADGES, lambda state: state.value == STATE),
    ),
)


def users() -> Select[Any]:
    """Everybody who has, or had, an account."""
    return select().select_from(User)


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


def find_password_holder(token: str) -> User | None:
    """The person who may set a password with this token, now; None when the link is closed."""
    return _holder(find_link(token, LinkPurpose.SET_PASSWORD))


def lock_password_link(token: str) -> tuple[MailLink, User] | None:
    """The open link with this token and its holder, both for this transaction alone."""
    link = lock_link(token, LinkPurpose.SET_PASSWORD)
    user = _holder(link)
    return (link, user) if link is not None and user is not None else None


def count_links_since(subject: Model, instant: datetime) -> int:
    """How many links about this thing were issued since `instant`."""
    wanted = select(func.count(MailLink.id)).where(
        MailLink.subject == audit.name_of(subject), MailLink.created_at >= instant
    )
    return session.scalars(wanted).one()


def kept_password(email: str) -> str | None:
    """The hash to compare with; None for an unknown or closed account and one without password."""
    user = find_user_by_email(email)
    return user.password_hash if user is not None and user.is_active else None


def lock_user_by_email(email: str) -> User | None:
    """As find_user_by_email, for this transaction alone."""
    wanted = select(User).where(User.email == email).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def lock_coordinators() -> list[User]:
    """The coordinators with an open account, for this transaction alone."""
    wanted = select(User).where(User.role == Role.COORDINATOR, User.deactivated_at.is_(None))
    locked = wanted.order_by(User.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(locked))


def is_locked_out(email: str, address: str) -> bool:
    """Whether so many sign-ins failed, for this account or from this address, that it must wait."""
    of_account = _locks(SignInFailure.email == email, MOST_BY_ACCOUNT)
    return of_account or _locks(SignInFailure.address == address, MOST_BY_ADDRESS)


def _locks(whose: ColumnElement[bool], most: int) -> bool:
    """Whether the newest `most` failures lie within one window, and the newest is recent."""
    newest = select(SignInFailure.at).where(whose).order_by(SignInFailure.at.desc()).limit(most)
    at = session.scalars(newest).all()
    is_burst = len(at) == most and at[0] - at[-1] < WINDOW
    return is_burst and clock.now() < at[0] + WINDOW


def _holder(link: MailLink | None) -> User | None:
    if link is None or not link.is_open(clock.now()):
        return None
    user = session.get(User, int(link.holder.partition(":")[2]))
    return user if user is not None and user.is_active else None


def _link(token: str, purpose: LinkPurpose) -> Select[MailLink]:
    return select(MailLink).where(
        MailLink.token_hash == hash_of(token), MailLink.purpose == purpose
    )
