"""What an engagement needs now, and what has to wait and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for

from lt_admin.accounts.models import User
from lt_admin.core import clock, formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.sections import NextStep, NotYet
from lt_admin.orientation.models.engagements import (
    BEFORE_START,
    Engagement,
    EngagementState,
)
from lt_admin.orientation.models.requests import OrientationMeeting, Outcome
from lt_admin.orientation.queries.plans import find_plan
from lt_admin.orientation.rules.requests import TALK_WITHIN_DAYS

_S = EngagementState
END_REASON = {
    Outcome.NOT_NOW: "timing",
    Outcome.OTHER_METHOD_ADVISED: "other_method",
    Outcome.WITHDRAWN: "other",
}


def next_step(engagement: Engagement, _user: User) -> NextStep | None:
    """What is needed now; None once the review can start: its steps are those of conduct."""
    steps = {
        _S.REQUESTED: _when_requested,
        _S.ORIENTATION: _when_in_orientation,
        _S.QUOTED: _when_quoted,
        _S.ACCEPTED: _when_accepted,
    }
    found = steps.get(engagement.state)
    return found(engagement) if found else None


def _who(engagement: Engagement) -> str:
    return engagement.coordinator.name


def _to(endpoint: str, engagement: Engagement, **facts: Any) -> str:
    return url_for(endpoint, engagement_id=engagement.id, **facts)


def _when_requested(engagement: Engagement) -> NextStep:
    request = engagement.request
    if request.acknowledged_at is None:
        return NextStep(
            _("Send the acknowledgement"),
            _("You first see exactly what goes out, and to whom."),
            _who(engagement),
            _("See the acknowledgement"),
            _to("requests.acknowledgement", engagement),
        )
    before = formats.long_day(request.received_on + timedelta(days=TALK_WITHIN_DAYS), language())
    return NextStep(
        _("Talk it over with those who asked"),
        _("The conversation binds to nothing. We like to hold it before %(day)s.", day=before),
        _who(engagement),
        _("Record the conversation"),
        _to("requests.new_meeting", engagement),
        then=_("Then there is an outcome: a plan and a quote, or something else."),
    )


def _when_in_orientation(engagement: Engagement) -> NextStep:
    if any(party.refused_on for party in engagement.still_to_agree):
        return _without_a_participant(engagement)
    latest = engagement.meetings[-1]
    if latest.outcome is None:
        return _when_talking(engagement, latest)
    if latest.outcome is not Outcome.PLAN_AND_QUOTE:
        return NextStep(
            _("Close the request off"),
            _("The conversation did not lead to a plan. Say why, so that the reason is counted."),
            _who(engagement),
            _("Close off"),
            _to("engagements.end", engagement, reason=END_REASON[latest.outcome]),
        )
    return _when_planning(engagement)


def _when_talking(engagement: Engagement, meeting: OrientationMeeting) -> NextStep:
    day = formats.long_day(meeting.held_on, language())
    if meeting.held_on > clock.today():
        text = _("It is agreed for %(day)s. Afterwards its outcome can be recorded.", day=day)
        return NextStep(_("Hold the orientation conversation"), text, _who(engagement))
    return NextStep(
        _("Record the outcome of the conversation"),
        _("The conversation was on %(day)s.", day=day),
        _who(engagement),
        _("Record the outcome"),
        _to("requests.outcome", engagement, meeting_id=meeting.id),
    )


def _when_planning(engagement: Engagement) -> NextStep:
    if find_plan(engagement) is None:
        return NextStep(
            _("Make the plan"),
            _("From the numbers of sessions follow the hours per step; you can change each one."),
            _who(engagement),
            _("Make the plan"),
            _to("plans.plan", engagement),
            then=_("Then the plan gives the quote its lines."),
        )
    return NextStep(
        _("The plan is there; the quote follows"),
        _("Look once more whether the hours are right before they go into a quote."),
        _who(engagement),
        _("See the plan"),
        _to("plans.plan", engagement),
    )


def _when_quoted(engagement: Engagement) -> NextStep:
    if any(party.refused_on for party in engagement.still_to_agree):
        return _without_a_participant(engagement)
    if missing := engagement.still_to_agree:
        return NextStep(
            _("Record the written agreements"),
            _("Still to agree: %(names)s.", names=_names(engagement)),
            _who(engagement),
            _("Record an agreement"),
            _to("parties.party", engagement, party_id=missing[0].id),
            then=_("The review is accepted once the quote is, too."),
        )
    return NextStep(
        _("Wait for the commissioners"),
        _("Every organisation has agreed. The review is accepted once each share of the quote is."),
        _("The commissioners"),
    )


def _without_a_participant(engagement: Engagement) -> NextStep:
    """One refusal: end it, or find out whether it can do without (DOMAIN.md 1c, LT-a0)."""
    refused = [party.organisation.name for party in engagement.still_to_agree if party.refused_on]
    return NextStep(
        _("Decide how to go on without %(names)s", names=", ".join(refused)),
        _(
            "A review needs the consent of every participating organisation. Withdraw it with "
            "its reason; or, if it can do without, change what the organisation is in it."
        ),
        _who(engagement),
        _("Withdraw with a reason"),
        _to("engagements.end", engagement, reason="participant_refused"),
    )


def _names(engagement: Engagement) -> str:
    return ", ".join(party.organisation.name for party in engagement.still_to_agree)


def _when_accepted(engagement: Engagement) -> NextStep | None:
    """The start itself is a step of conduct."""
    return _when_quoted(engagement) if engagement.still_to_agree else None


def not_yet(engagement: Engagement, _user: User) -> list[NotYet]:
    """The steps of orientation that have to wait, with the reason in words."""
    if engagement.state not in BEFORE_START:
        return []
    reason = _why_not_started(engagement)
    return [NotYet(_("Start"), reason)] if reason else []


def _why_not_started(engagement: Engagement) -> str:
    if engagement.state in (_S.REQUESTED, _S.ORIENTATION):
        return _("Possible once the quote is accepted and every organisation has agreed.")
    if engagement.still_to_agree:
        return _("Still to agree: %(names)s.", names=_names(engagement))
    if not engagement.has_accepted_quote:
        return _("Possible once every commissioner has accepted its share of the quote.")
    return ""
