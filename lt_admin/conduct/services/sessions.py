"""The verbs of sessions: planned, moved, cancelled, held; never what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Required, TypedDict, Unpack

from lt_admin.accounts.models import User
from lt_admin.conduct.mails import sessions as mails
from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.sessions import (
    Relation,
    ReviewSession,
    ServiceUserVoice,
    SessionKind,
    Subgroup,
    Voice,
)
from lt_admin.conduct.queries import sessions as queries
from lt_admin.conduct.queries.labels import KINDS
from lt_admin.conduct.rules.sessions import check_attended, check_length
from lt_admin.conduct.services.groups import check_is_accepted
from lt_admin.core import audit, clock, outbox
from lt_admin.core.calendar import Method
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.services.engagements import check_is_open
from lt_admin.reviewers.models.people import Reviewer

IN_PARTS = (SessionKind.GROUP_INTERVIEW, *queries.DIALOGUES)  # may be held in subgroups


class Facts(TypedDict, total=False):
    """What a session is, before or after it was held."""

    kind: Required[SessionKind]
    starts_at: Required[datetime]
    minutes: Required[int]
    group: Group | None
    is_online: bool
    place: str
    with_family: bool
    reviewers: Sequence[Reviewer]
    organisations: Sequence[Organisation]


def plan_session(engagement: Engagement, *, by: User, **facts: Unpack[Facts]) -> ReviewSession:
    """Plan a session with these Facts; the reviewers get it for their calendar by mail.

    Raises Refused for a reviewer without a declared place on that day, and for a presentation
    that names no board. What is past already invites nobody.
    """
    planned = _new(engagement, facts)
    _tell("session:planned", planned, by)
    _invite(planned, Method.REQUEST)
    return planned


def record_held(
    engagement: Engagement,
    *,
    attended: int,
    subgroups: Sequence[int] = (),
    by: User,
    **facts: Unpack[Facts],
) -> ReviewSession:
    """Record a session that was held, in one go: as plan_session and hold_session together."""
    found = _new(engagement, facts)
    hold_session(found, attended=attended, subgroups=subgroups, by=by)
    return found


def _new(engagement: Engagement, facts: Facts) -> ReviewSession:
    """A session that keeps the rules, not told to anybody yet."""
    check_is_accepted(engagement)
    check_length(facts["minutes"])
    made = ReviewSession(engagement=engagement, **facts)
    made.place = (made.place or "").strip()
    if made.kind is SessionKind.JOINT_DIALOGUE:
        made.group = None
    made.reviewers = list(dict.fromkeys(made.reviewers))
    made.organisations = list(dict.fromkeys(made.organisations))
    _check_boards(made)
    check_reviewers(engagement, made.reviewers, made.starts_at)
    session.add(made)
    session.flush()
    return made


def _check_boards(of: ReviewSession) -> None:
    if of.kind is SessionKind.PRESENTATION and not of.organisations:
        raise Refused(_("Choose the organisations whose boards are present."))
    parties = {party.organisation_id for party in of.engagement.parties}
    for organisation in of.organisations:
        if organisation.id not in parties:
            raise Refused(_("%(name)s is no party to this review.", name=organisation.name))


def check_reviewers(
    engagement: Engagement, reviewers: Sequence[Reviewer], starts_at: datetime
) -> None:
    """Raise Refused for somebody who had no declared place as reviewer on that day (IR8)."""
    day = clock.day_of(starts_at)
    there = {a.reviewer_id for a in queries.reviewers_of(engagement) if a.covers(day)}
    for reviewer in reviewers:
        if reviewer.id not in there:
            raise Refused(
                _(
                    "%(name)s has no declared place as a reviewer in this review on that day.",
                    name=reviewer.name,
                )
            )


def _tell(event: str, of: ReviewSession, by: User, **facts: object) -> None:
    on = clock.day_of(of.starts_at)
    audit.record(event, of, by=by, about=of.engagement, kind=of.kind, on=on, **facts)


def _invite(of: ReviewSession, method: Method, before: datetime | None = None) -> None:
    """A calendar file to each reviewer, if the session is to come, or was `before` it moved."""
    if max(of.starts_at, before or of.starts_at) > clock.now():
        for reviewer in of.reviewers:
            outbox.queue(mails.invited(of, reviewer, method, KINDS[of.kind]), about=of)


def move_session(
    review_session: ReviewSession,
    *,
    starts_at: datetime,
    minutes: int,
    is_online: bool,
    place: str,
    by: User,
) -> None:
    """Another time or place; the reviewers' calendars hear of it."""
    check_is_open(review_session.engagement)
    check_length(minutes)
    check_reviewers(review_session.engagement, review_session.reviewers, starts_at)
    before = review_session.starts_at
    review_session.move(
        starts_at=starts_at, minutes=minutes, is_online=is_online, place=place.strip()
    )
    _tell("session:moved", review_session, by)
    _invite(review_session, Method.REQUEST, before)


def cancel_session(review_session: ReviewSession, *, by: User) -> None:
    """It does not take place; the reviewers' calendars hear of it."""
    check_is_open(review_session.engagement)
    review_session.cancel()
    _tell("session:cancelled", review_session, by)
    _invite(review_session, Method.CANCEL)


def hold_session(
    review_session: ReviewSession,
    *,
    attended: int,
    subgroups: Sequence[int] = (),
    reviewers: Sequence[Reviewer] | None = None,
    by: User,
) -> None:
    """Record that it took place, with so many participants; `reviewers` says who was there.

    Raises Refused before its day, and for an interview before an introduction was held.
    """
    _check_may_be_held(review_session)
    if subgroups and review_session.kind not in IN_PARTS:
        raise Refused(_("Only group interviews and dialogues are held in subgroups."))
    check_attended(attended, subgroups)
    if reviewers is not None:
        check_reviewers(review_session.engagement, reviewers, review_session.starts_at)
        review_session.reviewers = list(dict.fromkeys(reviewers))
    review_session.hold(attended)
    review_session.subgroups = [
        Subgroup(position=place, attended=count) for place, count in enumerate(subgroups, start=1)
    ]
    _tell("session:held", review_session, by, attended=attended)


def _check_may_be_held(review_session: ReviewSession) -> None:
    engagement = review_session.engagement
    check_is_open(engagement)
    if engagement.state is EngagementState.ACCEPTED:
        raise WrongState(_("Start the review first; then its sessions can be recorded."))
    if clock.day_of(review_session.starts_at) > clock.today():
        raise Refused(_("This session is still to come."))
    if review_session.kind in queries.INTERVIEWS:
        _check_was_introduced(engagement, review_session)


def _check_was_introduced(engagement: Engagement, review_session: ReviewSession) -> None:
    """No interview before an introduction (DOMAIN.md 1a, A54-56); a short review has none."""
    if engagement.type is EngagementType.SHORT_ONE_DAY:
        return
    first = queries.first_held(engagement.id, [SessionKind.INTRODUCTION])
    if first is None or clock.day_of(first) > clock.day_of(review_session.starts_at):
        raise Refused(
            _("Record an introduction first: nobody is interviewed before it was explained.")
        )


def record_voice(
    engagement: Engagement,
    *,
    relation: Relation,
    voice: Voice,
    reason: str = "",
    own_consent: bool = False,
    by: User,
) -> ServiceUserVoice:
    """Write down whether somebody of the family was invited and took part (DOMAIN.md 1a, A37)."""
    check_is_accepted(engagement)
    found = ServiceUserVoice(engagement_id=engagement.id, relation=relation)
    _say(found, engagement, voice=voice, reason=reason, own_consent=own_consent, by=by)
    return found


def change_voice(
    found: ServiceUserVoice,
    engagement: Engagement,
    *,
    voice: Voice,
    reason: str = "",
    own_consent: bool = False,
    by: User,
) -> None:
    """Say what came of an invitation."""
    check_is_accepted(engagement)
    _say(found, engagement, voice=voice, reason=reason, own_consent=own_consent, by=by)


def _say(
    found: ServiceUserVoice,
    engagement: Engagement,
    *,
    voice: Voice,
    reason: str,
    own_consent: bool,
    by: User,
) -> None:
    if voice in (Voice.DECLINED, Voice.NOT_INVITED) and not reason.strip():
        raise Refused(_("Say in a few neutral words why not."))
    found.voice, found.reason, found.own_consent = voice, reason.strip(), own_consent
    session.add(found)
    facts = {"relation": found.relation, "voice": voice}
    audit.record("voice:recorded", found, by=by, about=engagement, **facts)
