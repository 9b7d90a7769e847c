"""Reviewers and reviews to test with: DOMAIN.md's people where it matters who they are."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import (
    Engagement,
    EngagementState,
    EngagementType,
    Party,
    PartyRole,
)
from lt_admin.orientation.models.organisations import Organisation, OrganisationKind, Sector
from lt_admin.orientation.models.requests import Channel, Request
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.people import Payee, PayeeKind, ReviewerLevel
from lt_admin.reviewers.services import assignments, people
from tests.factories import user_with

LONG_AGO = date(2020, 1, 1)
_numbers = itertools.count(1)


def organisation(name=None, **facts):
    name = name or f"Stichting Proef {next(_numbers)}"
    standard = {"kind": OrganisationKind.INSTITUTION, "sector": Sector.YOUTH_CARE}
    found = Organisation(name=name, **standard | facts)
    session.add(found)
    session.flush()
    return found


def engagement(*parties, by=None, **facts):
    """A review that can be worked on: accepted, with a ceiling of a hundred hours."""
    coordinator = by or user_with(Role.COORDINATOR, name="Ilse Modelhof")
    asking = parties[0] if parties else organisation()
    request = Request(
        sender_name="Anna Bedacht",
        sender_email="anna@organisatie.example",
        organisation=asking,
        received_on=clock.today() - timedelta(days=60),
        channel=Channel.EMAIL,
    )
    standard = {
        "code": f"LT-2025-{next(_numbers):02}",
        "type": EngagementType.FULL,
        "state": EngagementState.EXPLORING,
        "ceiling_minutes": 6000,
    }
    found = Engagement(request=request, coordinator=coordinator, **standard | facts)
    session.add(found)
    for position, each in enumerate(parties or (asking,), start=1):
        add_party(found, each, position=position)
    session.flush()
    return found


def add_party(of, each, role=PartyRole.PARTICIPATING, position=9):
    session.add(Party(engagement=of, organisation=each, role=role, position=position))
    session.flush()


def reviewer(name="Bram Fictema", level=ReviewerLevel.LEAD, employer=None, user=None, by=None):
    """A reviewer with a level, a payee and a rate since long ago; a freelancer by default."""
    role = Role.SUPERVISOR if level is ReviewerLevel.SUPERVISOR else Role.REVIEWER
    user = user or user_with(role, name=name)
    by = by or user_with(Role.COORDINATOR)
    found = people.add_reviewer(user, by=by)
    if level is not None:
        people.set_level(found, level, valid_from=LONG_AGO, by=by)
    people.set_payee(found, payee_for(name, employer, by), valid_from=LONG_AGO, by=by)
    people.set_rate(found, Money.euros(95), valid_from=LONG_AGO, by=by)
    session.flush()
    return found


def payee_for(name, employer, by) -> Payee:
    if employer is None:
        return people.add_payee(kind=PayeeKind.FREELANCER, name=name, by=by)
    return people.employer_payee(employer, by=by)


def assigned(to, who, role=AssignmentRole.LEAD, *, on=None, **facts):
    """An assignment whose declaration is signed, `on` a day (a month ago by default)."""
    day = on or clock.today() - timedelta(days=30)
    with clock.at(clock.noon(day)):
        asked = assignments.ask(to, who, role, by=to.coordinator, **facts)
        declared(asked)
    session.flush()
    return asked


def declared(asked, **answers):
    facts = {"is_involved": False, "has_private_relation": False, "has_other_paid_work": False}
    assignments.declare(asked, by=asked.reviewer.user, **facts | answers)
    return asked
