"""How the events of orientation read in a timeline."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.telling import Facts, Told
from lt_admin.orientation.models.engagements import EndReason, EngagementState, Focus, PartyRole
from lt_admin.orientation.models.requests import Channel, Outcome
from lt_admin.orientation.queries.words import (
    CHANNELS,
    FOCUS,
    OUTCOMES,
    REASONS,
    ROLES,
    STATES,
    TYPES,
    Words,
)
from lt_admin.orientation.rules.engagements import EngagementType


def _word(words: Words, kind: type[StrEnum], value: str) -> str:
    return str(words[kind(value)]) if value else ""


def _day(text: str) -> str:
    """An ISO day in words; no day is an open one."""
    return formats.long_day(date.fromisoformat(text), language()) if text else _("open")


def _hours(minutes: str) -> str:
    return formats.hours(int(minutes))


def _state(value: str) -> str:
    return str(STATES[EngagementState(value)].word)


def _focus(facts: Facts) -> str:
    named = [str(FOCUS[Focus(each)]) for each in facts["focus"].split(", ") if each]
    if not named:
        return _("No points that ask extra attention.")
    return _("Asks extra attention: %(focus)s.", focus=", ".join(named))


def _meeting(facts: Facts) -> str:
    day = _day(facts["held_on"])
    if not facts["outcome"]:
        return _("Orientation conversation on %(day)s.", day=day)
    outcome = _word(OUTCOMES, Outcome, facts["outcome"])
    return _("Orientation conversation on %(day)s: %(outcome)s.", day=day, outcome=outcome)


def _party(facts: Facts) -> str:
    role = _word(ROLES, PartyRole, facts["role"])
    return _("%(name)s: %(role)s.", name=facts["organisation"], role=role)


def _agreed(facts: Facts) -> str:
    day = _day(facts["agreed_on"])
    return _("%(name)s agreed in writing on %(day)s.", name=facts["organisation"], day=day)


def _refused(facts: Facts) -> str:
    day = _day(facts["refused_on"])
    return _("%(name)s said on %(day)s not to take part.", name=facts["organisation"], day=day)


def _planned(facts: Facts) -> str:
    start, end = _day(facts["start_on"]), _day(facts["end_on"])
    return _("Planned from %(start)s to %(end)s.", start=start, end=end)


def _until(facts: Facts) -> str:
    if not facts["until"]:
        return _("There is no date of the Inspectorate any more.")
    return _("Busy with the Inspectorate until %(day)s.", day=_day(facts["until"]))


def _made(facts: Facts) -> str:
    kind = _word(TYPES, EngagementType, facts["type"])
    hours = _hours(facts["minutes"])
    return _("Plan calculated: %(type)s, %(hours)s hours.", type=kind, hours=hours)


TOLD: Told = {
    "engagement:accepted": lambda _facts: _("Everything is agreed: the review is accepted."),
    "engagement:ceiling_raised": lambda facts: _(
        "Change order accepted: %(hours)s hours more.", hours=_hours(facts["minutes"])
    ),
    "engagement:closed": lambda _facts: _("The review is closed."),
    "engagement:coded": lambda facts: _("Got the code %(code)s.", code=facts["code"]),
    "engagement:focused": _focus,
    "engagement:follow_up_agreed": lambda facts: _(
        "Follow-up agreed: %(hours)s hours.", hours=_hours(facts["minutes"])
    ),
    "engagement:handed_over": lambda facts: _(
        "%(name)s is the coordinator from now on.", name=facts["name"]
    ),
    "engagement:held": lambda _facts: _("The review is on hold."),
    "engagement:hours_agreed": lambda facts: _(
        "Every commissioner accepted its share: %(hours)s hours.", hours=_hours(facts["minutes"])
    ),
    "engagement:moved_on": lambda facts: _("On to %(step)s.", step=_state(facts["state"])),
    "engagement:planned": _planned,
    "engagement:rejected": lambda facts: _(
        "The quote was rejected: %(reason)s.", reason=_word(REASONS, EndReason, facts["reason"])
    ),
    "engagement:resumed": lambda facts: _("Resumed in %(step)s.", step=_state(facts["state"])),
    "engagement:started": lambda _facts: _("The review has started with step 2."),
    "engagement:withdrawn": lambda facts: _(
        "Goes no further: %(reason)s.", reason=_word(REASONS, EndReason, facts["reason"])
    ),
    "meeting:concluded": lambda facts: _(
        "Outcome of the conversation: %(outcome)s.",
        outcome=_word(OUTCOMES, Outcome, facts["outcome"]),
    ),
    "meeting:recorded": _meeting,
    "party:added": _party,
    "party:agreed": _agreed,
    "party:changed": _party,
    "party:refused": _refused,
    "party:removed": lambda facts: _("%(name)s was taken out.", name=facts["organisation"]),
    "plan:changed": lambda facts: _(
        "Plan changed by hand: %(hours)s hours.", hours=_hours(facts["minutes"])
    ),
    "plan:made": _made,
    "request:acknowledged": lambda _facts: _("The acknowledgement was sent."),
    "request:forgotten": lambda _facts: _("Who sent the request is no longer kept."),
    "request:planned": _until,
    "request:received": lambda facts: _(
        "The request came in, %(channel)s.", channel=_word(CHANNELS, Channel, facts["channel"])
    ),
}
