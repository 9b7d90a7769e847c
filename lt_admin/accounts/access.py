"""The guard: every page names its permission, and a page that names none is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, request
from flask import session as cookie
from flask_login import LoginManager, login_user, logout_user
from flask_login import current_user as _current_user
from sqlalchemy import select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.db import session

LONGEST = timedelta(hours=12)  # from the sign-in on
IDLE = timedelta(hours=2)  # from the last page on
SEEN_EVERY = 60  # seconds: not every page needs to write the cookie
PUBLIC = "public"
current_user = cast(User, _current_user)
View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """Name the permission that a view asks for; the guard does the asking."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that anyone may see: sign-in, and pages behind a link from a mail."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def begin_session(user: User) -> None:
    """Sign in on this browser; nothing of an earlier session stays."""
    cookie.clear()
    login_user(user)
    cookie["since"] = cookie["seen"] = _seconds()


def renew_session() -> None:
    """Stay signed in on this browser after one's own sessions were ended."""
    cookie["_user_id"] = current_user.get_id()


def end_session() -> None:
    """Sign out on this browser."""
    logout_user()
    cookie.clear()


def _seconds() -> int:
    return int(clock.now().timestamp())


def _is_alive() -> bool:
    """Whether this session has neither lasted too long nor stood idle too long."""
    age, rest = (timedelta(seconds=_seconds() - cookie.get(key, 0)) for key in ("since", "seen"))
    return age < LONGEST and rest < IDLE


def _note_visit() -> None:
    if _seconds() - cookie.get("seen", 0) >= SEEN_EVERY:
        cookie["seen"] = _seconds()


def _guard() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    needed = getattr(current_app.view_functions[request.endpoint], "permission", None)
    if _current_user.is_authenticated:
        g.language = current_user.language
        _note_visit()
    if needed == PUBLIC:
        return
    if not _current_user.is_authenticated:
        abort(401)
    if needed is None or not current_user.may(needed):
        abort(403)


def _load(session_key: str) -> User | None:
    if not _is_alive():
        return None
    found = session.scalars(select(User).where(User.session_key == session_key)).one_or_none()
    return found if found is not None and found.is_active else None


def init_app(app: Flask) -> None:
    """Sign-in, and the guard in front of every page."""
    login = LoginManager(app)
    login.user_loader(_load)
    app.before_request(_guard)
