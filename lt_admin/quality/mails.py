"""What quality writes to participants of a review."""

from __future__ import annotations

from datetime import date

from lt_admin.core import formats
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import LINK, Mail


def invitation(address: str, expires_on: date, *, language: str, link: str) -> Mail:
    """The one-time link to a questionnaire; names neither the reader nor the review."""
    with speaking(language):
        lines = [
            _("Good day,"),
            _(
                "You took part in a learning review, or heard what came of it. We would like to "
                "know how it was for you. It takes about five minutes."
            ),
            LINK,
            _(
                "The link works once, until %(day)s. Your answers are kept without your name and "
                "without your address: nobody can see who answered what, and neither can we.",
                day=formats.long_day(expires_on, language),
            ),
            _("You are free to leave questions open, or not to answer at all."),
            _signature(),
        ]
        return Mail(
            to=address,
            subject=_("How was the learning review for you?"),
            text="\n\n".join(lines) + "\n",
            language=language,
            link=link,
        )


def _signature() -> str:
    foundation = the_foundation()
    where = " · ".join(each for each in (foundation.phone, foundation.email) if each)
    return "\n".join(each for each in (_("With kind regards,"), foundation.name, where) if each)
