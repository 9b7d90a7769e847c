"""Records that indicators count: engagements at every stage, put straight into the tables."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from lt_admin.accounts.policy import Role
from lt_admin.billing.rules.finance import PayeeTotal
from lt_admin.conduct.models.groups import Group, GroupMember
from lt_admin.conduct.models.proceedings import Decision, Proceeding, ProceedingsCheck
from lt_admin.conduct.models.recommendations import (
    Finding,
    FindingKind,
    Level,
    Loop,
    Quadrant,
    Recommendation,
)
from lt_admin.conduct.models.registers import (
    DestructionCertificate,
    DocumentForm,
    DocumentKind,
    WorkingDocument,
)
from lt_admin.conduct.models.reports import FollowUpChoice, FollowUpDecision, MethodCheck
from lt_admin.conduct.models.sessions import (
    Relation,
    ReviewSession,
    ServiceUserVoice,
    SessionKind,
    SessionState,
    Voice,
)
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import Money
from lt_admin.followup.models.bookings import Booking, BookingState, Offer, Slot, Where
from lt_admin.followup.models.outcomes import Outcome, RecommendationOutcome
from lt_admin.orientation.models.engagements import (
    EngagementState,
    EngagementType,
    Party,
    PartyRole,
)
from lt_admin.orientation.models.organisations import Contact, Sector
from lt_admin.orientation.models.requests import OrientationMeeting
from lt_admin.quality.models.evaluations import Answer, AnswerSheet, Asked, Moment, Respondents
from lt_admin.quality.models.records import EventAttendance, OutreachEvent, Signal, SignalKind
from lt_admin.reviewers.models.assignments import (
    Assignment,
    AssignmentRole,
    AssignmentState,
    IndependenceDeclaration,
)
from lt_admin.reviewers.models.people import LevelPeriod, ReviewerLevel
from lt_admin.reviewers.models.supervision import SupervisionMoment, SupervisionSession
from tests.billing import work
from tests.billing.work import saved
from tests.factories import user_with

CLOSED = date(2025, 7, 3)


def request(received_on, **facts):
    """An engagement that was asked for on a day."""
    facts = {"state": EngagementState.ORIENTATION} | facts
    return work.engagement(received_on=received_on, **facts)


def closed(code="LT-2025-01", kind=EngagementType.FULL, **facts):
    """A review that was closed in July 2025."""
    facts = {"type": kind, "state": EngagementState.CLOSED, "closed_on": CLOSED} | facts
    return work.engagement(code, **{"ceiling_minutes": 6000} | facts)


def talk(of, on):
    session.add(OrientationMeeting(engagement_id=of.id, held_on=on))
    session.flush()


def participant(of, *, agreed_on, role=PartyRole.PARTICIPATING):
    party = Party(
        engagement=of,
        organisation=work.organisation("Deelnemer"),
        role=role,
        position=len(of.parties) + 1,
        agreed_on=agreed_on,
    )
    session.add(party)
    session.flush()
    return party


def assignment(
    of, role=AssignmentRole.LEAD, *, level=ReviewerLevel.LEAD, by=None, declared_on=date(2025, 2, 3)
):
    """A place in a review; `declared_on` may be None."""
    found = Assignment(
        engagement=of,
        reviewer=by or work.reviewer("Bram Fictema"),
        role=role,
        state=AssignmentState.ASKED if declared_on is None else AssignmentState.ACTIVE,
        level_at_start=level,
        asked_on=date(2025, 2, 1),
    )
    session.add(found)
    session.flush()
    if declared_on is not None:
        answers = dict.fromkeys(
            ("is_involved", "has_private_relation", "has_other_paid_work"), False
        )
        signed = clock.noon(declared_on)
        session.add(IndependenceDeclaration(assignment=found, signed_at=signed, **answers))
        session.flush()
    return found


def member(of, *, override_reason=""):
    organisation = work.organisation("Deelnemer")
    return saved(
        GroupMember(
            engagement=of,
            group=Group.CASE_GROUP,
            organisation=organisation,
            function="begeleider",
            was_involved=True,
            override_reason=override_reason,
        )
    )


def held(of, kind, on, *, state=SessionState.HELD):
    """A session at noon of a day."""
    facts = {"starts_at": clock.noon(on), "minutes": 120, "state": state, "attended": 6}
    return saved(ReviewSession(engagement=of, kind=kind, **facts))


def presented(of, on, **facts):
    return held(of, SessionKind.PRESENTATION, on, **facts)


def voice(of, heard=Voice.TOOK_PART, reason=""):
    facts = {"relation": Relation.MOTHER, "voice": heard, "reason": reason}
    return saved(ServiceUserVoice(engagement_id=of.id, **facts))


def considered(of, on=date(2025, 2, 1)):
    facts = {"kind": Proceeding.NONE, "decision": Decision.PROCEED, "decided_on": on}
    return saved(ProceedingsCheck(engagement=of, recorded_by=of.coordinator, **facts))


def method_checked(of, *points, by=None):
    """Three yes or no."""
    names = ("avoids_hindsight", "appraises_and_explains", "explores_wider")
    facts = dict(zip(names, points or (True, True, True), strict=True))
    by = by or user_with(Role.SUPERVISOR)
    return saved(MethodCheck(engagement=of, checked_on=CLOSED, checked_by=by, **facts))


def supervised(of, *moments):
    """A session of supervision at each of these moments."""
    supervisor = work.reviewer("Hugo Schijnveld")
    for moment in moments or tuple(SupervisionMoment)[:3]:
        facts = {"held_on": date(2025, 3, 11), "moment": moment, "minutes": 90}
        saved(SupervisionSession(engagement=of, supervisor=supervisor, locked_at=None, **facts))


def destroyed(of, on, *, presented_on=CLOSED, count=20):
    """A certificate over so many items."""
    key = secrets.token_hex(4)
    certificate = saved(
        DestructionCertificate(
            engagement=of,
            number=f"V{key}",
            presented_on=presented_on,
            due_on=presented_on + timedelta(days=30),
            destroyed_on=on,
            issued_by=of.coordinator,
            pdf=b"%PDF",
            pdf_sha256=hashlib.sha256(b"%PDF").hexdigest(),
        )
    )
    saved(
        WorkingDocument(
            engagement=of,
            kind=DocumentKind.INTERVIEW_NOTES,
            form=DocumentForm.PAPER,
            holder=work.reviewer("Karel Demostein"),
            count=count,
            made_on=date(2025, 3, 1),
            certificate=certificate,
        )
    )
    return certificate


def decided(of, choice=FollowUpChoice.AGREED, on=CLOSED):
    until = on + timedelta(days=60) if choice is FollowUpChoice.POSTPONED else None
    facts = {"choice": choice, "decided_on": on, "until": until}
    return saved(FollowUpDecision(engagement=of, recorded_by=of.coordinator, **facts))


def recommended(of, quadrant=Quadrant.IA, loop=Loop.SINGLE, *, number=1, outcome=None):
    found = saved(
        Recommendation(
            engagement=of,
            number=number,
            text="Zorg voor tijd.",
            organisation=of.request.organisation,
            level=Level.SYSTEM,
            quadrant=quadrant,
            loop=loop,
        )
    )
    if outcome is not None:
        facts = {"outcome": Outcome(outcome), "said_on": CLOSED, "recorded_by": of.coordinator}
        saved(RecommendationOutcome(recommendation=found, **facts))
    return found


def followed_up(of, on, state=BookingState.HELD):
    """A follow-up conversation that was booked, and held unless told otherwise."""
    organisation, starts_at = of.request.organisation, clock.noon(on)
    contact = saved(Contact(organisation=organisation, name="Ans", email="ans@gemeente.example"))
    offer = saved(Offer(engagement=of, minutes=120, offered_on=CLOSED))
    slot = saved(Slot(offer=offer, starts_at=starts_at))
    facts = {"seat": "all", "name": "Ans", "where": Where.ONLINE, "minutes": 120, "state": state}
    return saved(
        Booking(
            offer=offer,
            slot=slot,
            organisation=organisation,
            contact=contact,
            starts_at=starts_at,
            **facts,
        )
    )


def finding(of, shared_on=CLOSED):
    facts = {"kind": FindingKind.PATTERN, "text": "Overdracht", "shared_on": shared_on}
    return saved(Finding(engagement=of, written_by=of.coordinator, **facts))


def asked(of, group, invited, *sheets):
    """So many questionnaires handed out, and what came back: (item, score) pairs by sheet."""
    facts = {"moment": Moment.T0, "respondents": Respondents(group), "on_paper": invited}
    handed_out = saved(Asked(engagement=of, **facts))
    for scores in sheets:
        sheet = AnswerSheet(asked=handed_out, month=date(2025, 7, 1))
        sheet.answers = [Answer(item=item, score=score) for item, score in scores]
        saved(sheet)
    return handed_out


def level(name, reached=ReviewerLevel.LEAD, *, since=date(2024, 1, 1), until=None):
    """A reviewer with a level since a day."""
    found = work.reviewer(name)
    facts = {"level": reached, "valid_from": since, "valid_until": until}
    saved(LevelPeriod(reviewer_id=found.id, **facts))
    return found


def event(on, **came):
    """A meeting, with participants by sector."""
    found = OutreachEvent(held_on=on, title="Leerbijeenkomst")
    found.attendance = [
        EventAttendance(sector=Sector(sector), participants=count) for sector, count in came.items()
    ]
    return saved(found)


def signal(received_on, due_on, handled_on=None, kind=SignalKind.COMPLAINT):
    facts = {"kind": kind, "received_on": received_on, "due_on": due_on}
    by = user_with(Role.COORDINATOR)
    return saved(Signal(handled_on=handled_on, recorded_by=by, **facts))


def payee_total(contribution):
    """What one payee received, of which so much went to the quality system."""
    return PayeeTotal(1, "Bram Fictema", "freelancer", 60, Money.euros(95), contribution)
