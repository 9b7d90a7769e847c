"""Words in the reader's language: the one door to Flask-Babel, typed; no request needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import flask_babel

LANGUAGES = ("nl", "en")
FEATURES = (
    *("core", "accounts", "ledger", "orientation", "reviewers", "conduct"),
    *("billing", "payouts", "bank", "books", "followup", "quality", "demo"),
)


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
