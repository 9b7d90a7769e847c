"""How groups, sessions, voices and proceedings read in a timeline; never with a name."""

from __future__ import annotations

from datetime import date

from lt_admin.conduct.models.groups import Group, Side
from lt_admin.conduct.models.proceedings import Decision, Proceeding
from lt_admin.conduct.models.sessions import Relation, SessionKind, Voice
from lt_admin.conduct.queries import labels
from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.telling import Facts, Told


def _day(text: str) -> str:
    return formats.long_day(date.fromisoformat(text), language())


def _kind(facts: Facts) -> str:
    return str(labels.KINDS[SessionKind(facts["kind"])])


def _group(facts: Facts) -> str:
    return str(labels.THE_GROUPS[Group(facts["group"])])


def _added(facts: Facts) -> str:
    if facts["overridden"] == "yes":
        return _(
            "Somebody of %(name)s joined %(group)s in spite of a declaration, with a reason.",
            name=facts["organisation"],
            group=_group(facts),
        )
    return _(
        "Somebody of %(name)s joined %(group)s.",
        name=facts["organisation"],
        group=_group(facts),
    )


def _removed(facts: Facts) -> str:
    return _(
        "Somebody of %(name)s left %(group)s.",
        name=facts["organisation"],
        group=_group(facts),
    )


def _confirmed(facts: Facts) -> str:
    side = labels.SIDES[Side(facts["side"])]
    return _("Confirmed by %(side)s: %(group)s.", group=_group(facts), side=side)


def _erased(facts: Facts) -> str:
    return ngettext(
        "The name of one member of the groups is let go.",
        "The names of %(num)d members of the groups are let go.",
        int(facts["count"]),
    )


def _held(facts: Facts) -> str:
    return ngettext(
        "Held on %(day)s: %(kind)s, with one participant.",
        "Held on %(day)s: %(kind)s, with %(num)d participants.",
        int(facts["attended"]),
        day=_day(facts["on"]),
        kind=_kind(facts),
    )


def _voice(facts: Facts) -> str:
    who = labels.RELATIONS[Relation(facts["relation"])]
    what = labels.VOICES[Voice(facts["voice"])]
    return _("Voice of service users: %(who)s, %(what)s.", who=who, what=what)


def _checked(facts: Facts) -> str:
    return _(
        "Decision of %(day)s: %(kind)s, %(decision)s.",
        day=_day(facts["decided_on"]),
        kind=labels.PROCEEDINGS[Proceeding(facts["kind"])],
        decision=labels.DECISIONS[Decision(facts["decision"])],
    )


def _replanned(facts: Facts) -> str:
    to = _day(facts["to_on"])
    if not facts["from_on"]:
        return _("The end is planned on %(to)s.", to=to)
    return _("The planned end moves from %(day)s to %(to)s.", day=_day(facts["from_on"]), to=to)


TOLD: Told = {
    "group:confirmed": _confirmed,
    "member:added": _added,
    "member:removed": _removed,
    "members:erased": _erased,
    "proceedings:checked": _checked,
    "review:replanned": _replanned,
    "session:cancelled": lambda facts: _(
        "Cancelled: %(kind)s on %(day)s.", kind=_kind(facts), day=_day(facts["on"])
    ),
    "session:held": _held,
    "session:moved": lambda facts: _(
        "Moved: %(kind)s, now on %(day)s.", kind=_kind(facts), day=_day(facts["on"])
    ),
    "session:planned": lambda facts: _(
        "Planned: %(kind)s on %(day)s.", kind=_kind(facts), day=_day(facts["on"])
    ),
    "voice:recorded": _voice,
}
