"""How the events of a follow-up read in a timeline."""

from __future__ import annotations

from datetime import date, datetime

from lt_admin.core import formats
from lt_admin.core.clock import AMSTERDAM, day_of
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.telling import Facts, Told
from lt_admin.followup.models.outcomes import Outcome
from lt_admin.followup.queries.words import OUTCOMES


def _at(facts: Facts) -> str:
    instant = datetime.fromisoformat(facts["starts_at"])
    day = formats.long_day(day_of(instant), language())
    return f"{day}, {instant.astimezone(AMSTERDAM):%H:%M}"


def _day(facts: Facts) -> str:
    return formats.long_day(date.fromisoformat(facts["on"]), language())


def _outcome(facts: Facts) -> str:
    return str(OUTCOMES[Outcome(facts["outcome"])]).lower()


TOLD: Told = {
    "booking:cancelled": lambda f: _("The follow-up of %(at)s is cancelled.", at=_at(f)),
    "booking:held": lambda f: _("The follow-up was held on %(day)s.", day=_day(f)),
    "booking:made": lambda f: _(
        "%(organisation)s booked the follow-up: %(at)s.", organisation=f["organisation"], at=_at(f)
    ),
    "booking:moved": lambda f: _("The follow-up has moved to %(at)s.", at=_at(f)),
    "offer:closed": lambda _f: _("The offer of times for the follow-up is closed."),
    "offer:made": lambda f: _("%(count)s times are offered for a follow-up.", count=f["slots"]),
    "offer:slot_added": lambda f: _(
        "Another time is offered for the follow-up: %(at)s.", at=_at(f)
    ),
    "offer:slot_withdrawn": lambda f: _("An offered time is taken back: %(at)s.", at=_at(f)),
    "outcome:recorded": lambda f: _(
        "What came of recommendation %(number)s: %(outcome)s.",
        number=f["number"],
        outcome=_outcome(f),
    ),
}
