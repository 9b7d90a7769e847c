"""The engagement's way: organisations agree, the quote is accepted, the review runs and ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock, series
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import (
    BEFORE_START,
    EndReason,
    Engagement,
    EngagementSeries,
    EngagementState,
    Focus,
    FocusPoint,
    Party,
    PartyRole,
)
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.queries.locks import lock_engagement
from lt_admin.orientation.rules.engagements import neutral_code

Actor = Model | str


def give_code(engagement: Engagement, *, by: Actor) -> str:
    """The engagement's neutral code, given at its first quote; the same one ever after."""
    if engagement.code is None:
        year = clock.today().year
        engagement.code = neutral_code(year, series.take(EngagementSeries, year))
        code = engagement.code
        audit.record("engagement:coded", engagement, by=by, about=engagement, code=code)
    return engagement.code


def quote_sent(engagement: Engagement, *, by: Actor) -> None:
    """A quote for the review went to its commissioners."""
    engagement.quote()
    audit.record("engagement:quoted", engagement, by=by, about=engagement)


def quote_accepted(engagement: Engagement, *, minutes: int, by: Actor) -> None:
    """Every commissioner has accepted its share of the review's quote: so many minutes.

    The engagement becomes accepted once every participant has agreed too, whichever comes last.
    """
    lock_engagement(engagement)
    engagement.agree_on_hours(minutes)
    audit.record("engagement:hours_agreed", engagement, by=by, about=engagement, minutes=minutes)
    accept_when_agreed(engagement, by=by)


def accept_when_agreed(engagement: Engagement, *, by: Actor) -> None:
    """Accept the engagement if that was the last thing it waited for; otherwise do nothing.

    Call it with the engagement locked: of two last answers at once the second sees the first.
    """
    if engagement.state is EngagementState.QUOTED and engagement.is_agreed:
        engagement.accept(on=clock.today())
        audit.record("engagement:accepted", engagement, by=by, about=engagement)


def add_party(
    engagement: Engagement,
    organisation: Organisation,
    *,
    role: PartyRole = PartyRole.PARTICIPATING,
    by: User,
) -> Party:
    """Give an organisation its place in the engagement, after those that are there."""
    check_is_open(engagement)
    if any(party.organisation_id == organisation.id for party in engagement.parties):
        raise Refused(_("%(name)s takes part already.", name=organisation.name))
    position = max((party.position for party in engagement.parties), default=0) + 1
    party = Party(organisation=organisation, role=role, position=position)
    engagement.parties.append(party)
    session.flush()
    facts = {"organisation": organisation.name, "role": role}
    audit.record("party:added", party, by=by, about=engagement, **facts)
    return party


def change_party(party: Party, *, role: PartyRole, by: User) -> None:
    """Say anew what an organisation is in the engagement; only before the review starts."""
    lock_engagement(party.engagement)
    _check_not_started(party.engagement)
    party.role = role
    facts = {"organisation": party.organisation.name, "role": role}
    audit.record("party:changed", party, by=by, about=party.engagement, **facts)
    accept_when_agreed(party.engagement, by=by)


def remove_party(party: Party, *, by: User) -> None:
    """Take out an organisation that was added by mistake; one that answered stays."""
    lock_engagement(party.engagement)
    _check_not_started(party.engagement)
    if party.agreed_on or party.refused_on:
        raise Refused(_("This organisation has given its answer, and stays in the file."))
    if len(party.engagement.parties) == 1:
        raise Refused(_("One organisation at least takes part."))
    engagement, name = party.engagement, party.organisation.name
    audit.record("party:removed", party, by=by, about=engagement, organisation=name)
    engagement.parties.remove(party)
    session.delete(party)
    session.flush()
    accept_when_agreed(engagement, by=by)


def _check_not_started(engagement: Engagement) -> None:
    if engagement.state not in BEFORE_START:
        raise WrongState(_("The review has started; its participants are settled."))


def record_agreement(party: Party, *, agreed_on: date, name: str, function: str, by: Actor) -> None:
    """A director of a participant agreed in writing; the last one makes the review accepted."""
    lock_engagement(party.engagement)
    check_is_open(party.engagement)
    check_is_past(agreed_on)
    if not name.strip() or not function.strip():
        raise Refused(_("Write the name and the function of the person who agreed."))
    party.agree(on=agreed_on, name=name, function=function)
    facts = {"organisation": party.organisation.name, "agreed_on": agreed_on}
    audit.record("party:agreed", party, by=by, about=party.engagement, **facts)
    accept_when_agreed(party.engagement, by=by)


def record_refusal(party: Party, *, refused_on: date, by: User) -> None:
    """An organisation does not take part; whether the review ends is for people to decide."""
    lock_engagement(party.engagement)
    _check_not_started(party.engagement)
    check_is_past(refused_on)
    party.refuse(on=refused_on)
    facts = {"organisation": party.organisation.name, "refused_on": refused_on}
    audit.record("party:refused", party, by=by, about=party.engagement, **facts)


def start(engagement: Engagement, *, by: User) -> None:
    """Begin step 2; raises WrongState that says whose acceptance or agreement is still open."""
    lock_engagement(engagement)
    if missing := engagement.still_to_agree:
        names = ", ".join(party.organisation.name for party in missing)
        raise WrongState(_("The review can start once these have agreed: %(names)s.", names=names))
    if not engagement.has_accepted_quote:
        raise WrongState(
            _("The review can start once every commissioner has accepted its share of the quote.")
        )
    engagement.explore(on=clock.today())
    audit.record("engagement:started", engagement, by=by, about=engagement)


def move_on(engagement: Engagement, *, by: User) -> None:
    """Go to the next of steps 3, 4 and 5."""
    engagement.move_on()
    audit.record("engagement:moved_on", engagement, by=by, about=engagement, state=engagement.state)


def hold(engagement: Engagement, *, reason: str, by: User) -> None:
    """Let the review wait from today, with the reason of the decision in neutral words."""
    if not reason.strip():
        raise Refused(_("Say in a few neutral words why the review waits."))
    engagement.hold(reason=reason, on=clock.today())
    audit.record("engagement:held", engagement, by=by, about=engagement)


def resume(engagement: Engagement, *, by: User) -> None:
    """Go on where the review stopped."""
    engagement.resume(on=clock.today())
    audit.record("engagement:resumed", engagement, by=by, about=engagement, state=engagement.state)


def reject(engagement: Engagement, *, reason: EndReason, note: str = "", by: Actor) -> None:
    """The commissioners say no to the quote: the engagement ends."""
    engagement.reject(reason=reason, note=note, on=clock.today())
    audit.record("engagement:rejected", engagement, by=by, about=engagement, reason=reason)


def withdraw(engagement: Engagement, *, reason: EndReason, note: str = "", by: Actor) -> None:
    """The request or review goes no further; what is known of it stays (DOMAIN.md 1c, LT-a0)."""
    engagement.withdraw(reason=reason, note=note, on=clock.today())
    audit.record("engagement:withdrawn", engagement, by=by, about=engagement, reason=reason)


def close(engagement: Engagement, *, by: User) -> None:
    """The bare step; quality.services guards what must be done before."""
    engagement.close(on=clock.today())
    audit.record("engagement:closed", engagement, by=by, about=engagement)


def raise_ceiling(engagement: Engagement, *, minutes: int, by: Actor) -> None:
    """A change order is accepted by every commissioner: so many minutes more."""
    engagement.raise_ceiling(minutes)
    audit.record("engagement:ceiling_raised", engagement, by=by, about=engagement, minutes=minutes)


def follow_up_agreed(engagement: Engagement, *, minutes: int, by: Actor) -> None:
    """The quote of step 6 is accepted: so many minutes for the follow-up."""
    engagement.agree_on_follow_up(minutes)
    audit.record(
        "engagement:follow_up_agreed", engagement, by=by, about=engagement, minutes=minutes
    )


def set_planned_dates(
    engagement: Engagement, *, start_on: date | None, end_on: date | None, by: User
) -> None:
    """When step 2 should begin, and when the review should be done."""
    check_is_open(engagement)
    if start_on and end_on and end_on < start_on:
        raise Refused(_("The planned end lies before the planned start."))
    _check_end_stands(engagement, end_on)
    engagement.planned_start_on, engagement.planned_end_on = start_on, end_on
    facts = {"start_on": start_on or "", "end_on": end_on or ""}
    audit.record("engagement:planned", engagement, by=by, about=engagement, **facts)


def _check_end_stands(engagement: Engagement, end_on: date | None) -> None:
    """What was promised is replanned with a reason (conduct), never just changed (I15)."""
    is_promised = engagement.started_on is not None and engagement.planned_end_on is not None
    if is_promised and end_on != engagement.planned_end_on:
        raise Refused(
            _("The review has started: a new end needs a reason. Replan it under Proceedings.")
        )


def set_focus(engagement: Engagement, focus: Collection[Focus], *, by: User) -> None:
    """What asks extra attention in this review, and nothing else."""
    check_is_open(engagement)
    kept = [point for point in engagement.focus_points if point.focus in focus]
    new = set(focus) - {point.focus for point in kept}
    engagement.focus_points = [*kept, *(FocusPoint(focus=each) for each in sorted(new))]
    session.flush()
    named = ", ".join(sorted(focus))
    audit.record("engagement:focused", engagement, by=by, about=engagement, focus=named)


def hand_over(engagement: Engagement, coordinator: User, *, by: User) -> None:
    """Another coordinator takes the engagement over."""
    check_is_open(engagement)
    engagement.coordinator = coordinator
    audit.record(
        "engagement:handed_over", engagement, by=by, about=engagement, name=coordinator.name
    )


def check_is_past(day: date) -> None:
    """Raise Refused for a day that is still to come."""
    if day > clock.today():
        raise Refused(_("This day is still to come."))


def check_is_open(engagement: Engagement) -> None:
    """Raise WrongState once the engagement has ended."""
    if engagement.has_ended:
        raise WrongState(_("This review has ended; nothing is changed in it any more."))
