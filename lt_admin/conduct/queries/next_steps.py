"""What a review needs now, from its start to its report; and what stands in the way."""

from __future__ import annotations

from flask import url_for

from lt_admin.accounts.models import User
from lt_admin.conduct.models.proceedings import Decision
from lt_admin.conduct.queries.gates import Obstacle, in_the_way, inspectorate_warning
from lt_admin.conduct.queries.proceedings import latest_check
from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.sections import NextStep, NotYet
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.rules.engagements import EngagementType

_S = EngagementState
RUNS = (_S.EXPLORING, _S.DIALOGUE, _S.DRAFTING)


def next_step(engagement: Engagement, _user: User) -> NextStep | None:
    """The step that the review can take, or what it needs first."""
    if engagement.state in RUNS:
        return _when_running(engagement)
    steps = {
        _S.ACCEPTED: _when_accepted,
        _S.REPORTING: _when_reporting,
        _S.ON_HOLD: _when_on_hold,
    }
    found = steps.get(engagement.state)
    return found(engagement) if found else None


def _to(endpoint: str, engagement: Engagement) -> str:
    return url_for(endpoint, engagement_id=engagement.id)


def _when_accepted(engagement: Engagement) -> NextStep | None:
    if engagement.still_to_agree:
        return None
    warning = inspectorate_warning(engagement)
    return NextStep(
        _("Start the review"),
        _("The quote is accepted and every organisation has agreed."),
        engagement.coordinator.name,
        _("Start with step 2"),
        _to("steps.start", engagement),
        posts=not warning,
        warning=" ".join(filter(None, (warning, _decided_to_wait(engagement)))),
        then=_("Then the reviewers can log hours on step 2."),
    )


def _decided_to_wait(engagement: Engagement) -> str:
    check = latest_check(engagement.id)
    if check is None or check.decision is Decision.PROCEED:
        return ""
    return _(
        "The last decision in the log of other proceedings is to wait. Record the new decision "
        "first, with whom it was taken."
    )


def _titles(engagement: Engagement) -> tuple[str, str]:
    """What the step is about, and the words on its button."""
    to_final = _("Go on to step 5: final report")
    if engagement.state is _S.EXPLORING:
        return _("Explore"), _("Go on to step 3: dialogue")
    if engagement.state is _S.DRAFTING:
        return _("Draft the report"), to_final
    if engagement.type is EngagementType.SHORT_ONE_DAY:
        return _("Learn together"), to_final
    return _("Learn together"), _("Go on to step 4: draft")


def _when_running(engagement: Engagement) -> NextStep:
    title, button = _titles(engagement)
    who = engagement.coordinator.name
    if obstacles := in_the_way(engagement):
        return _first(title, obstacles, engagement)
    return NextStep(
        title,
        _("When this step is done, the review goes on to the next. Steps may overlap in time."),
        who,
        button,
        _to("steps.move_on", engagement),
        posts=True,
    )


def _first(title: str, obstacles: list[Obstacle], engagement: Engagement) -> NextStep:
    """What has to be done before the review goes on, with the page where that is done."""
    return NextStep(
        title,
        " ".join(each.sentence for each in obstacles),
        engagement.coordinator.name,
        obstacles[0].button,
        f"{_to('engagements.engagement', engagement)}/{obstacles[0].page}",
        then=_("Then the review can go on to its next step."),
    )


def _when_reporting(engagement: Engagement) -> NextStep:
    return NextStep(
        _("Finish the review"),
        _("The final report, its presentation to the boards, and a decision on the follow-up."),
        engagement.coordinator.name,
    )


def _when_on_hold(engagement: Engagement) -> NextStep:
    hold = engagement.open_hold
    since = formats.long_day(hold.starts_on, language()) if hold else ""
    return NextStep(
        _("On hold since %(day)s", day=since),
        hold.reason if hold else "",
        engagement.coordinator.name,
        _("Resume the review"),
        _to("steps.resume", engagement),
        posts=True,
        warning=_decided_to_wait(engagement),
    )


def not_yet(engagement: Engagement, _user: User) -> list[NotYet]:
    """A review on hold is resumed first; what else is in the way stands in the next step."""
    if engagement.state is _S.ON_HOLD:
        return [NotYet(_("Next step"), _("Resume the review first."))]
    return []
