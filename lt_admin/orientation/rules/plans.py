"""From the counts of a review to the hours of two reviewers (DOMAIN.md 2f; all are estimates).

Minutes throughout, always whole quarters. Hours per session are for each reviewer; the note of an
interview is written by one of the two, and so counted half for each. The work of the team that
does not follow from a count has a usual size per type, within the ranges of DOMAIN.md 2f.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.rules.engagements import EngagementType

HOUR, QUARTER = 60, 15
LONGEST = 400 * HOUR  # of one reviewer in one part: more is a typing error


class Component(StrEnum):
    """The parts of a plan, in the order in which they happen (DOMAIN.md 2f and 4)."""

    COMPOSE = "compose"
    PRIVACY = "privacy"
    INTRODUCTION = "introduction"
    GROUP_INTERVIEWS = "group_interviews"
    INTERVIEWS = "interviews"
    COMPLEX_INTERVIEWS = "complex_interviews"
    FILES = "files"
    TIMELINE = "timeline"
    SESSIONS = "sessions"
    ANALYSIS = "analysis"
    DRAFT = "draft"
    COMMENTARY = "commentary"
    PROCESSING = "processing"
    FINAL = "final"
    PRESENTATION = "presentation"
    TEAM_FEEDBACK = "team_feedback"
    CLOSING = "closing"
    FOLLOW_UP = "follow_up"


_C = Component
STEP_OF: Mapping[Component, int] = (
    dict.fromkeys((_C.COMPOSE, _C.PRIVACY, _C.INTRODUCTION, _C.GROUP_INTERVIEWS), 2)
    | dict.fromkeys((_C.INTERVIEWS, _C.COMPLEX_INTERVIEWS, _C.FILES, _C.TIMELINE), 2)
    | dict.fromkeys((_C.SESSIONS, _C.ANALYSIS), 3)
    | dict.fromkeys((_C.DRAFT, _C.COMMENTARY, _C.PROCESSING), 4)
    | dict.fromkeys((_C.FINAL, _C.PRESENTATION, _C.TEAM_FEEDBACK, _C.CLOSING), 5)
    | {_C.FOLLOW_UP: 6}
)


@dataclass(frozen=True)
class Counts:
    """How many of each there will be; complex interviews come on top of the ordinary ones."""

    introductions: int = 0
    interviews: int = 0
    complex_interviews: int = 0
    group_interviews: int = 0
    dialogue_sessions: int = 0
    commentary_meetings: int = 0
    presentations: int = 0


@dataclass(frozen=True)
class PlannedPart:
    """Minutes of the lead and of the second reviewer for one part of a step."""

    step: int
    component: Component
    lead_minutes: int
    second_minutes: int

    @property
    def minutes(self) -> int:
        """Of both reviewers together."""
        return self.lead_minutes + self.second_minutes


USUAL: Mapping[EngagementType, Counts] = {
    EngagementType.FULL: Counts(2, 10, 0, 0, 2, 1, 1),
    EngagementType.GROUP: Counts(3, 3, 0, 4, 3, 1, 1),
    EngagementType.MIDRANGE: Counts(2, 6, 0, 0, 2, 1, 1),
    EngagementType.SHORT_ONE_DAY: Counts(dialogue_sessions=1),
}

INTRODUCTION = 3 * HOUR
INTERVIEW, INTERVIEW_NOTE = HOUR + 30, HOUR
COMPLEX_INTERVIEW, COMPLEX_NOTE = 2 * HOUR, HOUR + 30
GROUP_INTERVIEW, GROUP_NOTE = 3 * HOUR, 2 * HOUR
DIALOGUE, REVIEW_DAY = 5 * HOUR, 8 * HOUR
COMMENTARY, PRESENTATION = 4 * HOUR, 3 * HOUR

# Hours of lead and second for the work of the team, per type.
TEAM_HOURS: Mapping[EngagementType, Mapping[Component, tuple[int, int]]] = {
    EngagementType.FULL: {
        _C.COMPOSE: (3, 2),
        _C.FILES: (6, 4),
        _C.TIMELINE: (10, 8),
        _C.ANALYSIS: (5, 4),
        _C.DRAFT: (14, 8),
        _C.PROCESSING: (4, 2),
        _C.FINAL: (5, 2),
        _C.CLOSING: (2, 1),
    },
    EngagementType.GROUP: {
        _C.COMPOSE: (3, 2),
        _C.FILES: (6, 4),
        _C.TIMELINE: (8, 7),
        _C.ANALYSIS: (4, 3),
        _C.DRAFT: (12, 7),
        _C.PROCESSING: (3, 2),
        _C.FINAL: (4, 2),
        _C.TEAM_FEEDBACK: (3, 3),
        _C.CLOSING: (1, 1),
    },
    EngagementType.MIDRANGE: {
        _C.COMPOSE: (2, 2),
        _C.FILES: (3, 2),
        _C.TIMELINE: (6, 4),
        _C.ANALYSIS: (3, 2),
        _C.DRAFT: (9, 5),
        _C.PROCESSING: (2, 1),
        _C.FINAL: (3, 2),
        _C.CLOSING: (1, 1),
    },
    EngagementType.SHORT_ONE_DAY: {
        _C.COMPOSE: (3, 3),
        _C.TIMELINE: (1, 3),
        _C.FINAL: (2, 4),
    },
}
PRIVACY_HOURS = (4, 2)
FOLLOW_UP = PlannedPart(6, _C.FOLLOW_UP, 6 * HOUR, 6 * HOUR)  # one meeting and a memo


@dataclass(frozen=True)
class Range:
    """What some steps together usually take, in minutes of both reviewers (DOMAIN.md 2f)."""

    steps: tuple[int, ...]
    least: int
    most: int


def _ranges(*hours: tuple[tuple[int, ...], int, int]) -> tuple[Range, ...]:
    return tuple(Range(steps, low * HOUR, high * HOUR) for steps, low, high in hours)


RANGES: Mapping[EngagementType, tuple[Range, ...]] = {
    EngagementType.FULL: _ranges(((2,), 70, 115), ((3,), 24, 40), ((4,), 30, 42), ((5,), 14, 24)),
    EngagementType.GROUP: _ranges(((2,), 65, 100), ((3,), 26, 42), ((4,), 26, 38), ((5,), 12, 22)),
    EngagementType.MIDRANGE: _ranges(
        ((2,), 40, 65), ((3,), 18, 28), ((4,), 20, 28), ((5,), 10, 15)
    ),
    EngagementType.SHORT_ONE_DAY: _ranges(((2,), 6, 14), ((3, 4), 12, 20), ((5,), 4, 8)),
}


def _per_session(kind: EngagementType, counts: Counts) -> dict[Component, int]:
    """Minutes of each reviewer for what is counted."""
    dialogue = REVIEW_DAY if kind is EngagementType.SHORT_ONE_DAY else DIALOGUE
    return {
        _C.INTRODUCTION: counts.introductions * INTRODUCTION,
        _C.GROUP_INTERVIEWS: counts.group_interviews * (GROUP_INTERVIEW + GROUP_NOTE // 2),
        _C.INTERVIEWS: counts.interviews * (INTERVIEW + INTERVIEW_NOTE // 2),
        _C.COMPLEX_INTERVIEWS: counts.complex_interviews * (COMPLEX_INTERVIEW + COMPLEX_NOTE // 2),
        _C.SESSIONS: counts.dialogue_sessions * dialogue,
        _C.COMMENTARY: counts.commentary_meetings * COMMENTARY,
        _C.PRESENTATION: counts.presentations * PRESENTATION,
    }


def planned_parts(
    kind: EngagementType,
    counts: Counts,
    *,
    with_privacy: bool = False,
) -> list[PlannedPart]:
    """The parts that take time, in the order of the components."""
    team = dict(TEAM_HOURS[kind]) | ({_C.PRIVACY: PRIVACY_HOURS} if with_privacy else {})
    both = {part: (lead * HOUR, second * HOUR) for part, (lead, second) in team.items()}
    both |= {part: (each, each) for part, each in _per_session(kind, counts).items() if each}
    return [PlannedPart(STEP_OF[part], part, *both[part]) for part in Component if part in both]


def step_minutes(parts: Iterable[PlannedPart], *steps: int) -> int:
    """Minutes of both reviewers in these steps."""
    return sum(part.minutes for part in parts if part.step in steps)


def outside_usual(
    kind: EngagementType,
    parts: Sequence[PlannedPart],
) -> list[tuple[Range, int]]:
    """Each range that the plan falls outside, with the minutes planned: to warn, not to refuse."""
    found = [(usual, step_minutes(parts, *usual.steps)) for usual in RANGES[kind]]
    return [(usual, made) for usual, made in found if not usual.least <= made <= usual.most]


def check_parts(parts: Sequence[PlannedPart]) -> None:
    """Refuse a part twice, in another step than its own, or with minutes that are no quarters."""
    if len({part.component for part in parts}) < len(parts):
        raise Refused(_("Each part stands in the plan once."))
    for part in parts:
        if STEP_OF[part.component] != part.step:
            raise Refused(_("A part of the plan stands in another step than its own."))
        for minutes in (part.lead_minutes, part.second_minutes):
            if minutes % QUARTER or not 0 <= minutes <= LONGEST:
                raise Refused(_("Hours go by the quarter, up to %(most)s.", most=LONGEST // HOUR))


def check_counts(counts: Counts) -> None:
    """Refuse counts below zero or beyond all measure."""
    if not all(0 <= number <= 200 for number in vars(counts).values()):
        raise Refused(_("Numbers of sessions lie between 0 and 200."))
