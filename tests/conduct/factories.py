"""Reviews with groups, sessions and people to guide them."""

from __future__ import annotations

from datetime import date, time, timedelta

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.sessions import SessionKind
from lt_admin.conduct.services import groups, sessions
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import AssignmentRole
from tests.reviewers.factories import assigned, engagement, reviewer


def review(*, by, state=EngagementState.EXPLORING, parties=(), **facts):
    """A review of one organisation that runs since a week."""
    standard = {"state": state, "started_on": clock.today() - timedelta(days=7)}
    return engagement(*parties, by=by, **standard | facts)


def guided(*, by, user=None, role=AssignmentRole.LEAD, **facts):
    """(review, reviewer) of whom the declaration is signed."""
    found = review(by=by, **facts)
    guide = reviewer(user=user, by=by)
    assigned(found, guide, role)
    return found, guide


def member(of, group=Group.REVIEW_TEAM, *, by, **facts):
    well = group is Group.REVIEW_TEAM
    standard = {
        "organisation": of.parties[0].organisation,
        "name": "Sanne Beleidsma",
        "function": "beleidsmedewerker",
        "was_involved": not well,
        "knows_policy": well,
        "has_influence": well,
    }
    return groups.add_member(of, group=group, by=by, **standard | facts)


def both_groups(of, *, by):
    member(of, Group.REVIEW_TEAM, by=by, name="Sanne Beleidsma")
    return member(of, Group.CASE_GROUP, by=by, name="Joost Werker")


def at(days=0, hour=10):
    """An instant so many days from today, in Amsterdam."""
    return clock.on_the_wall(clock.today() + timedelta(days=days), time(hour))


def on(day, hour=10):
    return clock.on_the_wall(date.fromisoformat(day), time(hour))


def planned(of, kind=SessionKind.INTRODUCTION, *, by, **facts):
    standard = {"kind": kind, "starts_at": at(3), "minutes": 120}
    made = sessions.plan_session(of, by=by, **standard | facts)
    session.flush()
    return made


def held(of, kind=SessionKind.INTRODUCTION, *, by, attended=6, subgroups=(), **facts):
    made = planned(of, kind, by=by, **{"starts_at": at(-1)} | facts)
    sessions.hold_session(made, attended=attended, subgroups=subgroups, by=by)
    session.flush()
    return made
