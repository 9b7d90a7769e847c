"""Reviews in step 5 with a team, and all that such a review leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lt_admin.conduct.models.recommendations import Level, Loop, Quadrant
from lt_admin.conduct.models.registers import DocumentForm, DocumentKind
from lt_admin.conduct.models.reports import FollowUpChoice, ReportKind
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind, SessionState
from lt_admin.conduct.services import recommendations, registers, reports
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.people import ReviewerLevel
from tests.reviewers import factories as people


@dataclass
class Team:
    """A review with its people; users of `lead`, `second` and `supervisor` may sign in."""

    review: object
    lead: object
    second: object
    supervisor: object


def team(review=None, **facts):
    """A review in step 5 that two reviewers guide, and a supervisor looks at."""
    facts = {"state": EngagementState.REPORTING} | facts
    review = review or people.engagement(people.organisation("Gemeente Duinermeer"), **facts)
    levels, roles = ReviewerLevel, AssignmentRole
    lead = people.reviewer("Bram Fictema")
    second = people.reviewer("Nadia Proefsma", levels.ACCREDITED)
    supervisor = people.reviewer("Hugo Schijnveld", levels.SUPERVISOR)
    people.assigned(review, lead, roles.LEAD)
    people.assigned(review, second, roles.SECOND)
    people.assigned(review, supervisor, roles.SUPERVISOR)
    return Team(review, lead, second, supervisor)


def ago(days):
    return clock.today() - timedelta(days=days)


def checked(of, *, on=None, **points):
    """The supervisor's yes to all three, unless told otherwise."""
    names = ("avoids_hindsight", "appraises_and_explains", "explores_wider")
    facts = dict.fromkeys(names, True) | points
    by = of.supervisor.user
    return reports.check_method(of.review, checked_on=on or clock.today(), by=by, **facts)


def recommended(of, text="Spreek af wie belt.", **facts):
    tags = {"level": Level.SYSTEM, "quadrant": Quadrant.CA, "loop": Loop.DOUBLE} | facts
    organisation = tags.pop("organisation", of.review.parties[0].organisation)
    by = of.lead.user
    return recommendations.add_recommendation(
        of.review, text=text, organisation=organisation, by=by, **tags
    )


def made(of, kind=ReportKind.DRAFT, *, on=None):
    return reports.make_report(of.review, kind=kind, made_on=on or clock.today(), by=of.lead.user)


def anonymised(of, kind=ReportKind.DRAFT, *, on=None):
    report = made(of, kind, on=on)
    reports.sign_anonymisation(report, by=of.second.user)
    return report


def sent(of, kind=ReportKind.DRAFT, *, on=None):
    """A version that went to all organisations."""
    report = anonymised(of, kind, on=on)
    organisations = [party.organisation for party in of.review.parties]
    day = on or clock.today()
    reports.send_report(report, sent_on=day, organisations=organisations, by=of.lead.user)
    return report


def presentation(review, organisations=None, *, on=None, state=SessionState.HELD):
    """A presentation to the boards of all organisations, put straight into the table."""
    boards = organisations or [party.organisation for party in review.parties]
    found = ReviewSession(
        engagement=review,
        kind=SessionKind.PRESENTATION,
        starts_at=clock.noon(on or clock.today()),
        minutes=120,
        state=state,
        attended=4 if state is SessionState.HELD else None,
        organisations=boards,
    )
    session.add(found)
    session.flush()
    return found


def registered(of, kind=DocumentKind.INTERVIEW_NOTES, count=10, **facts):
    standard = {"form": DocumentForm.PAPER, "holder": of.lead, "made_on": ago(20)}
    facts = standard | {"by": of.lead.user} | facts
    return registers.register_documents(of.review, kind=kind, count=count, **facts)


def certified(of, *, destroyed_on=None, **facts):
    by = of.lead.user
    day = destroyed_on or clock.today()
    return registers.issue_certificate(of.review, destroyed_on=day, by=by, **facts)


def decided(of, choice=FollowUpChoice.DECLINED, *, on=None, **facts):
    by = of.lead.user
    return reports.decide_follow_up(
        of.review, choice=choice, decided_on=on or clock.today(), by=by, **facts
    )


def done(review):
    """All that conduct asks of a review in step 5 before it closes."""
    found = team(review)
    checked(found)
    sent(found, ReportKind.FINAL)
    presentation(review)
    decided(found)
    registered(found)
    certified(found)
    return found
