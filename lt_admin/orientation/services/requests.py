"""A request comes in, is answered, talked over, and weighed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock, outbox
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.orientation import mails
from lt_admin.orientation.models.engagements import Engagement, Party
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import (
    Channel,
    OrientationMeeting,
    Outcome,
    Readiness,
    ReadinessAnswer,
    Request,
)
from lt_admin.orientation.rules.requests import InspectorateTerm, inspectorate_date
from lt_admin.orientation.services.engagements import check_is_open, check_is_past


def receive_request(  # noqa: PLR0913 - a request is these facts, each asked for by name
    *,
    by: User,
    sender_name: str,
    sender_email: str,
    organisation: Organisation,
    received_on: date,
    channel: Channel,
    acknowledge: bool = True,
    **facts: Any,
) -> Engagement:
    """Keep a request, and open the engagement that it may become; the asker is its first party.

    `facts` are heard_of_us, incident_on and what belongs to the Inspectorate's date. The sender
    gets the acknowledgement now, unless the page will show it first (acknowledge=False).
    """
    check_is_past(received_on)
    request = Request(
        sender_name=sender_name,
        sender_email=sender_email,
        organisation=organisation,
        received_on=received_on,
        channel=channel,
        heard_of_us=facts.get("heard_of_us", ""),
    )
    _plan_around(request, facts)
    engagement = Engagement(request=request, coordinator=by)
    engagement.parties.append(Party(organisation=organisation, position=1))
    session.add(engagement)
    audit.record("request:received", request, by=by, about=_kept(engagement), channel=channel)
    if acknowledge:
        acknowledge_request(engagement, by=by)
    return engagement


def _kept(engagement: Engagement) -> Engagement:
    session.flush()
    return engagement


def _plan_around(request: Request, facts: dict[str, Any]) -> None:
    """Set what is known of the incident's day and the Inspectorate's term."""
    request.incident_on = facts.get("incident_on")
    request.inspectorate_term = facts.get("inspectorate_term", InspectorateTerm.NONE)
    request.inspectorate_due_on = inspectorate_date(
        request.inspectorate_term,
        counted_from=request.incident_on or request.received_on,
        free=facts.get("inspectorate_due_on"),
    )
    request.extend(facts.get("inspectorate_extended_to"), facts.get("extension_reason", ""))


def plan_around_inspectorate(engagement: Engagement, *, by: User, **facts: Any) -> None:
    """Say anew what the Inspectorate's term is, or note an extension with its reason.

    `facts` are incident_on, inspectorate_term, inspectorate_due_on, inspectorate_extended_to and
    extension_reason; one that is left out is emptied.
    """
    check_is_open(engagement)
    before = engagement.request.busy_until
    _plan_around(engagement.request, facts)
    if (until := engagement.request.busy_until) != before:
        until_fact = {"until": until or ""}
        audit.record("request:planned", engagement.request, by=by, about=engagement, **until_fact)


def correct_sender(
    engagement: Engagement, *, sender_name: str, sender_email: str, heard_of_us: str, by: User
) -> None:
    """Correct who sent the request."""
    check_is_open(engagement)
    request = engagement.request
    if (request.sender_name, request.sender_email, request.heard_of_us) == (
        sender_name,
        sender_email,
        heard_of_us,
    ):
        return
    request.sender_name, request.sender_email = sender_name, sender_email
    request.heard_of_us = heard_of_us
    audit.record("request:corrected", request, by=by, about=engagement)


def forget_request(engagement: Engagement, *, by: Model | str) -> None:
    """Let go of who sent a request that did not become a review; the reason's code stays."""
    engagement.request.forget()
    engagement.end_note = ""
    audit.record("request:forgotten", engagement.request, by=by, about=engagement)


def acknowledge_request(engagement: Engagement, *, by: User) -> None:
    """Tell the sender that the request has come in and what happens next."""
    engagement.request.acknowledge(at=clock.now())
    outbox.queue(mails.acknowledgement(engagement), about=engagement)
    audit.record("request:acknowledged", engagement.request, by=by, about=engagement)


def record_meeting(  # noqa: PLR0913 - a conversation is these facts, each asked for by name
    engagement: Engagement,
    *,
    by: User,
    held_on: date,
    organisations: Sequence[Organisation],
    hosts: Sequence[User],
    outcome: Outcome | None = None,
    is_online: bool = False,
    place: str = "",
) -> OrientationMeeting:
    """Keep an orientation conversation, held or agreed upon; of the case itself nothing.

    Raises Refused when it lies before the request, has nobody at the table, or has an outcome
    before it is held.
    """
    if held_on < engagement.request.received_on:
        raise Refused(_("This lies before the day of the request."))
    if not organisations or not hosts:
        raise Refused(_("Say who led the conversation, and with which organisations."))
    engagement.orient()
    meeting = OrientationMeeting(held_on=held_on, is_online=is_online, place=place)
    meeting.organisations, meeting.hosts = list(organisations), list(hosts)
    if outcome is not None:
        meeting.conclude(outcome, on=clock.today())
    engagement.meetings.append(meeting)
    facts = {"held_on": held_on, "outcome": outcome or ""}
    audit.record("meeting:recorded", _added(meeting), by=by, about=engagement, **facts)
    return meeting


def _added(meeting: OrientationMeeting) -> OrientationMeeting:
    session.add(meeting)
    session.flush()
    return meeting


def conclude_meeting(
    engagement: Engagement, meeting: OrientationMeeting, *, outcome: Outcome, by: User
) -> None:
    """Say what a conversation led to."""
    check_is_open(engagement)
    meeting.conclude(outcome, on=clock.today())
    audit.record("meeting:concluded", meeting, by=by, about=engagement, outcome=outcome)


def answer_readiness(
    engagement: Engagement, question: Readiness, *, is_met: bool, by: User
) -> None:
    """Answer one question of the readiness checklist, or answer it anew."""
    check_is_open(engagement)
    known = {answer.question: answer for answer in engagement.readiness}
    if question in known and known[question].is_met == is_met:
        return
    answer = known.get(question) or ReadinessAnswer(question=question)
    answer.is_met, answer.answered_on = is_met, clock.today()
    if question not in known:
        engagement.readiness.append(answer)
    facts = {"question": question, "is_met": is_met}
    audit.record("readiness:answered", engagement, by=by, about=engagement, **facts)
