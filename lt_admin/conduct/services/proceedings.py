"""Other proceedings beside a review: the decision to go on or to wait, and a new planned end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.conduct.models.proceedings import Decision, Proceeding, ProceedingsCheck, Replanning
from lt_admin.conduct.services.groups import check_is_accepted
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import RUNNING, Engagement, Focus, Hold
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.queries.locks import lock_engagement
from lt_admin.orientation.services.engagements import check_is_past, hold, set_focus


def record_check(  # noqa: PLR0913 - a decision has this many sides
    engagement: Engagement,
    *,
    kind: Proceeding,
    decision: Decision,
    reason: str = "",
    decided_on: date,
    consulted: Sequence[Organisation] = (),
    by: User,
) -> ProceedingsCheck:
    """Log whether other proceedings run, and whether the review waits for them (I12).

    To wait puts a running review on hold; criminal proceedings ask extra attention from now on.
    Raises Refused unless real proceedings have a reason and a commissioner who was consulted.
    """
    lock_engagement(engagement)
    check_is_accepted(engagement)
    check_is_past(decided_on)
    _check_decision(kind, decision, reason, consulted)
    check = ProceedingsCheck(
        engagement=engagement,
        kind=kind,
        decision=decision,
        reason=reason.strip(),
        decided_on=decided_on,
        consulted=list(dict.fromkeys(consulted)),
        recorded_by=by,
        hold=_hold(engagement, decision, reason, by),
    )
    session.add(check)
    facts = {"kind": kind, "decision": decision, "decided_on": decided_on}
    audit.record("proceedings:checked", check, by=by, about=engagement, **facts)
    if kind is Proceeding.CRIMINAL:
        _ask_attention(engagement, by)
    return check


def _check_decision(
    kind: Proceeding, decision: Decision, reason: str, consulted: Sequence[Organisation]
) -> None:
    if kind is Proceeding.NONE:
        if decision is Decision.WAIT:
            raise Refused(_("Without other proceedings there is nothing to wait for."))
        return
    if not reason.strip():
        raise Refused(_("Say in a few neutral words why the review goes on or waits."))
    if not consulted:
        raise Refused(_("Choose with which commissioners this was decided."))


def _hold(engagement: Engagement, decision: Decision, reason: str, by: User) -> Hold | None:
    """The hold that goes with a decision to wait; a review that did not start just waits."""
    if decision is Decision.PROCEED:
        return None
    if engagement.state in RUNNING:
        hold(engagement, reason=reason, by=by)
    return engagement.open_hold


def _ask_attention(engagement: Engagement, by: User) -> None:
    focus = {point.focus for point in engagement.focus_points}
    if Focus.PARALLEL_PROCEEDINGS not in focus:
        set_focus(engagement, focus | {Focus.PARALLEL_PROCEEDINGS}, by=by)


def replan(engagement: Engagement, *, end_on: date, reason: str, by: User) -> Replanning:
    """Another planned end while the review runs; lateness goes by the last one (I15)."""
    lock_engagement(engagement)
    if not reason.strip():
        raise Refused(_("Say in a few neutral words why the planning changes."))
    before = engagement.planned_end_on
    if end_on == before:
        raise Refused(_("This is the planned end already."))
    if engagement.started_on is not None and end_on < engagement.started_on:
        raise Refused(_("The planned end lies before the start of the review."))
    engagement.replan(end_on)
    made = Replanning(
        engagement=engagement, from_on=before, to_on=end_on, reason=reason.strip(), recorded_by=by
    )
    session.add(made)
    facts = {"from_on": before or "", "to_on": end_on}
    audit.record("review:replanned", made, by=by, about=engagement, **facts)
    return made
