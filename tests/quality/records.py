"""Records that indicators count: engagements at every stage, put straight into the tables."""

from __future__ import annotations

from datetime import date

from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import (
    EngagementState,
    EngagementType,
    Party,
    PartyRole,
)
from lt_admin.orientation.models.requests import OrientationMeeting
from lt_admin.reviewers.models.assignments import (
    Assignment,
    AssignmentRole,
    AssignmentState,
    IndependenceDeclaration,
)
from lt_admin.reviewers.models.people import ReviewerLevel
from tests.billing import work

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
