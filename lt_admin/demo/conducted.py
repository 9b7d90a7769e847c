"""The shape of steps 2 to 6 of a scenario: sessions, report, documents, evaluation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.recommendations import Level, Loop, Quadrant
from lt_admin.conduct.models.registers import DocumentForm, DocumentKind
from lt_admin.conduct.models.reports import FollowUpChoice
from lt_admin.conduct.models.sessions import Relation, SessionKind
from lt_admin.followup.models.outcomes import Outcome
from lt_admin.quality.models.evaluations import Respondents


@dataclass(frozen=True)
class Held:
    """One session on its day; `boards` are the organisations at a presentation."""

    on: date
    kind: SessionKind
    attended: int
    group: Group | None = None
    hour: int = 10
    minutes: int = 120
    subgroups: tuple[int, ...] = ()
    boards: tuple[str, ...] = ()
    with_family: bool = False


@dataclass(frozen=True)
class Talks:
    """So many interviews between two days; the last ones with the family."""

    first: date
    last: date
    count: int
    with_family: int = 0


@dataclass(frozen=True)
class Advice:
    """One recommendation."""

    text: str
    to: str
    level: Level
    quadrant: Quadrant
    loop: Loop
    outcome: Outcome | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Decided:
    """A decision about step 6."""

    on: date
    choice: FollowUpChoice
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Answered:
    """What a group answered: the invited, and each sheet's sum of core scores.

    A sheet is its sum over all core items of its group, or (sum, items) when some did not apply.
    Of the staff the first `safe` answered 4 or 5 on feeling safe.
    """

    respondents: Respondents
    invited: int
    sheets: tuple[int | tuple[int, int], ...] = ()
    safe: int = 0


@dataclass(frozen=True)
class Conduct:
    """What happened in steps 2 to 6 of one engagement (DOMAIN.md 4)."""

    team: tuple[str, ...]  # organisations of the review team, one member each
    practitioners: tuple[str, ...]  # and of the case group
    sessions: tuple[Held, ...]
    talks: tuple[Talks, ...]
    voices: tuple[tuple[Relation, bool], ...]  # took part; with own consent or not
    drafted_on: date | None
    checked_on: date
    final_on: date
    advice: tuple[Advice, ...]
    documents: tuple[tuple[DocumentKind, DocumentForm, int], ...]
    decisions: tuple[Decided, ...]
    answers: tuple[Answered, ...]
    finding: str
    late_reason: str = ""
    replanned_to: date | None = None
    booked_at: int = 10  # hour of the follow-up
    consulted: tuple[str, ...] = field(default=())
