"""The outer wall: headers, cookies, limits, and an answer in plain words to whatever goes wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from lt_admin.config import Settings
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.steps import Refused, WrongState

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'{pays_at}; frame-ancestors 'none'; "
    "base-uri 'none'"
)
CHECKOUT = "https://checkout.stripe.com"  # where the pay button leads to
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
MOST_BYTES = 12 * 1024 * 1024
SESSION_HOURS = 12
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)

WORDS: dict[int, tuple[Any, Any]] = {
    400: (
        _l("This could not be read"),
        _l("Something in the request did not fit. Go back, and try it once more."),
    ),
    403: (
        _l("This page is not for you"),
        _l("Your account does not give access to this. The coordinator can tell you more."),
    ),
    404: (
        _l("There is nothing here"),
        _l("The address may have a typing error, or what was here is not open to you."),
    ),
    405: (
        _l("This cannot be done like this"),
        _l("Go back to the page you came from, and use its button."),
    ),
    409: (
        _l("Somebody was here before you"),
        _l("This was changed while you were looking at it. Nothing of yours was saved."),
    ),
    410: (
        _l("This link no longer works"),
        _l("It was used, withdrawn or has expired. Ask for a new one by phone or mail."),
    ),
    413: (_l("This file is too large"), _l("A file can be at most 12 MB.")),
    422: (_l("This is not possible"), _l("Nothing was changed.")),
    429: (_l("One moment, please"), _l("This was tried very often. Try again in a few minutes.")),
}
STALE_TOKEN = _l(
    "The page stood open for a long time, or you signed in again elsewhere. "
    "Go back, reload the page, and send it once more. Nothing was changed."
)


class SmallIntegers(IntegerConverter):
    """``<int:...>``: a number that a database column can hold; others are addresses of nothing."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **{"max": 2**31 - 1} | kw)


def error_page(code: int, detail: str = "") -> tuple[str, int]:
    """The page for something that could not be done; `detail` replaces the usual sentence."""
    title, text = WORDS.get(code, WORDS[400])
    return render_template(
        "errors/error.html", code=code, title=title, text=detail or text, detail=detail
    ), code


def _on_http(error: HTTPException) -> ResponseReturnValue:
    if error.code == 401:
        return redirect("/login?" + urlencode({"next": _way_back()}))
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code >= 500:
        return render_template("errors/500.html"), 500
    return error_page(error.code)


def _way_back() -> str:
    """Where to go on after signing in; after a POST, the front page."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def _on_csrf(_error: CSRFError) -> ResponseReturnValue:
    return error_page(400, str(STALE_TOKEN))


def _on_refused(refused: Refused) -> ResponseReturnValue:
    session.rollback()
    return error_page(409 if isinstance(refused, WrongState) else 422, str(refused))


def _on_stale(_error: StaleDataError) -> ResponseReturnValue:
    session.rollback()
    return error_page(409)


def _refuse_null_bytes() -> None:
    """A NUL in a text is never typed, and PostgreSQL cannot store it."""
    texts = [request.path, *request.args.values(), *request.form.values()]
    if any("\0" in text for text in texts):
        abort(400)


def _policy(settings: Settings) -> str:
    """What a browser may do with our pages: a form may lead away only to where one pays."""
    pays_at = ""
    if settings.stripe_secret_key:
        base = urlsplit(settings.stripe_api_base or CHECKOUT)
        pays_at = f" {base.scheme}://{base.netloc}"
    return CSP.format(pays_at=pays_at)


def _with_headers(response: Response) -> Response:
    settings: Settings = current_app.extensions["settings"]
    response.headers.setdefault("Content-Security-Policy", _policy(settings))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        seconds = 365 * 86400 if "v" in request.args else 3600
        response.headers["Cache-Control"] = f"public, max-age={seconds}"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _digest(folder: Path) -> str:
    """A short name for the present content of all static files: a new one, a new address."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]


def configure(app: Flask, settings: Settings) -> None:
    """Cookies, sizes and templates; before the extensions start."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-lt" if settings.is_secure else "lt",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        PERMANENT_SESSION_LIFETIME=SESSION_HOURS * 3600,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
    )
    count = settings.trusted_proxies
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    app.url_map.converters["int"] = SmallIntegers
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def init_app(app: Flask, settings: Settings) -> None:
    """Put up the wall; call before the blueprints are registered."""
    configure(app, settings)
    csrf.init_app(app)
    limiter.init_app(app)
    version = _digest(Path(str(app.static_folder)))
    app.url_defaults(
        lambda endpoint, facts: facts.update(v=version) if endpoint == "static" else None
    )
    app.before_request(_refuse_null_bytes)
    app.after_request(_with_headers)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(Refused, _on_refused)
    app.register_error_handler(StaleDataError, _on_stale)
