"""The guard: every page names its permission, and a page that names none is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, request
from flask_login import LoginManager
from flask_login import current_user as _current_user
from sqlalchemy import select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core.db import session

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


def _guard() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    needed = getattr(current_app.view_functions[request.endpoint], "permission", None)
    if _current_user.is_authenticated:
        g.language = current_user.language
    if needed == PUBLIC:
        return
    if not _current_user.is_authenticated:
        abort(401)
    if needed is None or not current_user.may(needed):
        abort(403)


def _load(session_key: str) -> User | None:
    found = session.scalars(select(User).where(User.session_key == session_key)).one_or_none()
    return found if found is not None and found.is_active else None


def init_app(app: Flask) -> None:
    """Sign-in, and the guard in front of every page."""
    login = LoginManager(app)
    login.user_loader(_load)
    app.before_request(_guard)
