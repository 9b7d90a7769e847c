"""The reviews that run, for the home page of who coordinates: one statement tells them all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState, Hold
from lt_admin.orientation.queries.requests import may_manage
from lt_admin.orientation.queries.words import STATES, STEP_OF_STATE, STEPS
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.hours import TimeEntry

_S = EngagementState
NEXT: dict[EngagementState, Any] = {
    _S.ACCEPTED: _l("Start the review"),
    _S.EXPLORING: _l("Go on to step 3: dialogue"),
    _S.DIALOGUE: _l("Go on to step 4: draft"),
    _S.DRAFTING: _l("Go on to step 5: final report"),
    _S.REPORTING: _l("Finish the review"),
    _S.ON_HOLD: _l("Resume the review"),
}
LATE = Badge(_l("past its planned end"), "danger", "clock")


@dataclass(frozen=True)
class Running:
    """One review: its step, its planned end, the minutes used of its ceiling, and what is next."""

    id: int
    code: str
    state: EngagementState
    step: int
    ends_on: date | None
    used: int
    ceiling: int
    is_short: bool = False

    @property
    def badge(self) -> Badge:
        """That it is past its planned end; otherwise its state."""
        is_late = self.ends_on is not None and self.ends_on < clock.today()
        return LATE if is_late else STATES[self.state]

    @property
    def step_name(self) -> str:
        """What the step is called."""
        return f"{self.step} {STEPS[self.step]}"

    @property
    def next(self) -> str:
        """What comes next; a one-day review has no step 4."""
        skips = self.is_short and self.state is _S.DIALOGUE
        return str(NEXT[_S.DRAFTING if skips else self.state])


def running_reviews(user: User) -> list[Running]:
    """Every review that is accepted and not closed, by its planned end; only coordinators have any.

    Hours count as they do for the ceiling: billable, in steps 1 to 5, approved or on their way.
    """
    if not may_manage(user):
        return []
    rows = session.execute(
        select(
            *(Engagement.id, Engagement.code, Engagement.state, Engagement.type),
            Engagement.planned_end_on,
            *(Engagement.ceiling_minutes, _used().label("used"), _interrupted().label("waits_in")),
        )
        .where(Engagement.state.in_((_S.ACCEPTED, *RUNNING, _S.ON_HOLD)))
        .order_by(Engagement.planned_end_on.is_(None), Engagement.planned_end_on, Engagement.code)
    )
    return [_running(row) for row in rows]


def _running(row: Any) -> Running:
    return Running(
        id=row.id,
        code=row.code,
        state=row.state,
        step=STEP_OF_STATE.get(row.waits_in or row.state, 1),
        ends_on=row.planned_end_on,
        used=int(row.used or 0),
        ceiling=row.ceiling_minutes,
        is_short=row.type is EngagementType.SHORT_ONE_DAY,
    )


def _used() -> Any:
    billable = (TimeEntry.engagement_id == Engagement.id, TimeEntry.billable, TimeEntry.step < 6)
    return select(func.sum(TimeEntry.minutes)).where(*billable).scalar_subquery()


def _interrupted() -> Any:
    """The state in which a review that is on hold waits."""
    waits = (Hold.engagement_id == Engagement.id, Hold.ends_on.is_(None))
    return select(func.max(Hold.interrupted)).where(*waits).scalar_subquery()
