"""Words in the reader's language: the one door to Flask-Babel, typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import flask_babel
from flask import Flask, g, has_request_context, request

LANGUAGES = ("nl", "en")
FEATURES = ("core", "accounts", "orientation", "reviewers", "billing", "quality", "demo")


def gettext(words: str, **facts: object) -> str:
    """`words` in the language of the moment, with ``%(name)s`` filled in from `facts`."""
    return str(flask_babel.gettext(words, **facts))


def ngettext(one: str, many: str, num: int, **facts: object) -> str:
    """The singular or plural for `num`, which is filled in as ``%(num)s``."""
    return str(flask_babel.ngettext(one, many, num, **facts))


def lazy_gettext(words: str, **facts: object) -> Any:
    """Like gettext, but translated when it is shown: for form labels and tables of words."""
    return flask_babel.lazy_gettext(words, **facts)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside the block words come out in `language`: for papers and mails."""
    with flask_babel.force_locale(language):
        yield


def language() -> str:
    """The language of the moment: ``nl`` or ``en``."""
    locale = flask_babel.get_locale()
    return "nl" if locale is None else str(locale.language)


def _choose() -> str | None:
    if not has_request_context():
        return "nl"
    if (asked := request.args.get("lang")) in LANGUAGES:
        return asked
    return getattr(g, "language", None) or request.accept_languages.best_match(LANGUAGES, "nl")


def init_app(app: Flask) -> None:
    """Dutch first; by the person's setting, ``?lang=``, or the browser's wish otherwise."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(f"{f}/translations" for f in FEATURES)
    flask_babel.Babel(app, locale_selector=_choose)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)
