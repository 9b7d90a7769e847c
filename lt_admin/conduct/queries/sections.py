"""What conduct puts on the page of a review: groups, sessions, voices and proceedings in short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lt_admin.accounts.models import User
from lt_admin.conduct.models.groups import Side
from lt_admin.conduct.models.sessions import ReviewSession, ServiceUserVoice, SessionState, Voice
from lt_admin.conduct.queries import groups, labels
from lt_admin.conduct.queries.proceedings import latest_check
from lt_admin.core import clock, formats
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.sections import Section
from lt_admin.orientation.models.engagements import BEFORE_START, Engagement, EngagementState


@dataclass(frozen=True)
class InShort:
    """(label, value) pairs, and how many sessions of the past are not recorded."""

    facts: list[tuple[str, str]]
    overdue: int


def work_section(engagement: Engagement, _user: User) -> Section | None:
    """Sessions and groups in short, with the way to their pages; from accepted on."""
    is_early = engagement.state in BEFORE_START and engagement.state is not EngagementState.ACCEPTED
    if is_early or engagement.code is None:
        return None
    context = {"found": in_short(engagement), "labels": labels}
    return Section("work", _("Sessions and groups"), "conduct/section_work.html", context)


def in_short(engagement: Engagement) -> InShort:
    """The whole in a handful of lines, in five statements."""
    rows = session.execute(
        select(
            ReviewSession.kind,
            ReviewSession.state,
            ReviewSession.starts_at,
            ReviewSession.attended,
        )
        .where(ReviewSession.engagement_id == engagement.id)
        .order_by(ReviewSession.starts_at)
    ).all()
    planned = [row for row in rows if row.state is SessionState.PLANNED]
    facts = [*_groups(engagement), *_sessions(rows), (_("Next session"), _next(planned))]
    facts += [(_("Service users"), _voices(engagement)), (_("Proceedings"), _latest(engagement))]
    overdue = [row for row in planned if clock.day_of(row.starts_at) < clock.today()]
    return InShort(facts, len(overdue))


def _groups(engagement: Engagement) -> list[tuple[str, str]]:
    sizes = groups.counts(engagement.id)
    confirmed = groups.confirmations_of(engagement.id)
    return [
        (
            str(labels.GROUP_TITLES[group]),
            _size(sizes[group], sum((group, side) in confirmed for side in Side)),
        )
        for group in groups.groups_of(engagement)
    ]


def _size(people: int, confirmations: int) -> str:
    if not people:
        return _("nobody yet")
    count = ngettext("%(num)d person", "%(num)d people", people)
    if confirmations == len(Side):
        return _("%(count)s, confirmed by both sides", count=count)
    return _("%(count)s, not confirmed by both sides yet", count=count)


def _sessions(rows: Any) -> list[tuple[str, str]]:
    held = [row for row in rows if row.state is SessionState.HELD]
    kinds = [
        f"{sum(row.kind is kind for row in held)} \N{MULTIPLICATION SIGN} {word}"
        for kind, word in labels.KINDS.items()
        if any(row.kind is kind for row in held)
    ]
    people = sum(row.attended or 0 for row in held)
    return [
        (_("Held"), ", ".join(kinds) or _("no sessions yet")),
        (_("Participants"), formats.number(people, language()) if held else ""),
    ]


def _next(planned: Any) -> str:
    ahead = [row for row in planned if row.starts_at > clock.now()]
    if not ahead:
        return ""
    first: datetime = ahead[0].starts_at
    return f"{formats.moment(first, language())}, {labels.KINDS[ahead[0].kind]}"


def _voices(engagement: Engagement) -> str:
    found = session.scalars(
        select(ServiceUserVoice.voice).where(ServiceUserVoice.engagement_id == engagement.id)
    ).all()
    if not found:
        return _("nobody written down yet")
    took_part = sum(voice is Voice.TOOK_PART for voice in found)
    return _("%(took_part)s of %(all)s took part", took_part=took_part, all=len(found))


def _latest(engagement: Engagement) -> str:
    check = latest_check(engagement.id)
    if check is None:
        return _("not asked yet")
    day = formats.long_day(check.decided_on, language())
    return f"{labels.PROCEEDINGS[check.kind]}, {labels.DECISIONS[check.decision]} ({day})"
