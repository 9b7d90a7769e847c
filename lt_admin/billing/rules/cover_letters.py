"""A few words of our own to one commissioner, with names that are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.steps import Refused

LONGEST = 2000  # characters
_MARK = re.compile(r"\{([^{}]*)\}")
# What can be filled in, in either language; the first is how we offer it in Dutch.
NAMES: Mapping[str, tuple[str, str]] = {
    "organisation": ("organisatie", "organisation"),
    "review": ("leerreview", "review"),
    "hours": ("uren", "hours"),
    "share": ("aandeel", "share"),
    "until": ("geldig", "until"),
}
EXAMPLE = _l(
    "Thank you for the open conversation about what {organisation} wants to learn. Here is our "
    "quote for learning review {review}: {hours} hours at most, of which your share is {share} at "
    "most. Do you want to talk about it? We like to make time for that before {until}."
)


def check_letter(text: str) -> str:
    """The letter without spaces around it; refused when it names what we cannot fill in."""
    if len(text) > LONGEST:
        raise Refused(_("This letter is too long; keep it to one page."))
    unknown = [name for name in _MARK.findall(text) if _key(name) is None]
    if unknown or re.search(r"[{}]", _MARK.sub("", text)):
        names = ", ".join(f"{{{name}}}" for name in unknown) or "{ }"
        raise Refused(_("We do not know what to fill in for %(names)s.", names=names))
    return text.strip()


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The letter with its names filled in; what is not known is left as it stands, without { }."""
    return _MARK.sub(lambda found: facts.get(_key(found[1]) or "", found[1]), text)


def _key(name: str) -> str | None:
    return next((key for key, names in NAMES.items() if name.strip().lower() in names), None)
