"""What a question about an invoice may be, and how many may wait at once."""

from __future__ import annotations

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

LONGEST = 1000  # characters
MOST_WAITING = 3  # of one invoice


def check_words(words: str) -> str:
    """The words without spaces around them; refused when there are none, or far too many."""
    if not words.strip():
        raise Refused(_("This is still empty."))
    if len(words) > LONGEST:
        raise Refused(_("This is longer than we can take in here; please call or mail us."))
    return words.strip()


def check_room(waiting: int) -> None:
    """Refuse another question while so many of the same invoice wait for an answer."""
    if waiting >= MOST_WAITING:
        raise Refused(_("We answer your earlier questions first; you can also call us."))
