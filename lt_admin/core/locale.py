"""Which language somebody reads: decided once per request."""

from __future__ import annotations

import flask_babel
from flask import Flask, g, has_request_context, request

from lt_admin.core.i18n import FEATURES, LANGUAGES, gettext


def _choose() -> str | None:
    if not has_request_context():
        return "nl"
    if (asked := request.args.get("lang")) in LANGUAGES:
        return asked
    return getattr(g, "language", None) or request.accept_languages.best_match(LANGUAGES, "nl")


def _plural(one: str, many: str, num: int) -> str:
    """The form for `num`, not filled in yet: Jinja does that itself, with all facts at once."""
    return str(flask_babel.get_domain().get_translations().ungettext(one, many, num))


def init_app(app: Flask) -> None:
    """Dutch first; by the person's setting, ``?lang=``, or the browser's wish otherwise."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(f"{f}/translations" for f in FEATURES)
    flask_babel.Babel(app, locale_selector=_choose)
    app.jinja_env.add_extension("jinja2.ext.i18n")  # gives the next line its method
    app.jinja_env.install_gettext_callables(gettext, _plural, newstyle=True)  # type: ignore[attr-defined]
