"""The words and badges for every enum of reviewers, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lt_admin.core import formats
from lt_admin.core.badges import Badge
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.queries import words as orientation
from lt_admin.reviewers.models.assignments import (
    Assignment,
    AssignmentRole,
    AssignmentState,
    IndependenceRule,
    Verdict,
)
from lt_admin.reviewers.models.growth import Assessment, PeerKind
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from lt_admin.reviewers.models.people import LevelPeriod, PayeeKind, Reviewer, ReviewerLevel
from lt_admin.reviewers.models.supervision import SupervisionMoment, SupervisionSession
from lt_admin.reviewers.rules import supervision as rules
from lt_admin.reviewers.rules.growth import Aspect, Year
from lt_admin.reviewers.rules.supervision import Norm, SessionType

Words = Mapping[Any, Any]

# What orientation calls the engagement's side of things.
STEPS, STATES, TYPES = orientation.STEPS, orientation.STATES, orientation.TYPES
RULES: Words = {
    IndependenceRule.IR1: _l("no employer of the last 24 months is a party"),
    IndependenceRule.IR2: _l("not personally involved with the case or the family"),
    IndependenceRule.IR3: _l("no private relation with, or authority over, the case group"),
    IndependenceRule.IR4: _l("no other paid work for a party in the last 24 months"),
    IndependenceRule.IR5: _l("supervision and reviewing stay apart"),
    IndependenceRule.IR6: _l("the reviewers do not share an employer"),
    IndependenceRule.IR7: _l("exception for a review within one institution"),
    IndependenceRule.IR8: _l("the declaration is signed before the first hour"),
}

LEVELS: Words = {
    ReviewerLevel.IN_TRAINING: _l("in training"),
    ReviewerLevel.ACCREDITED: _l("accredited"),
    ReviewerLevel.LEAD: _l("lead reviewer"),
    ReviewerLevel.SUPERVISOR: _l("supervisor"),
    ReviewerLevel.LAPSED: _l("lapsed"),
}
LEVEL_BADGES: Mapping[ReviewerLevel | None, Badge] = {
    ReviewerLevel.IN_TRAINING: Badge(_l("in training"), "info", "person"),
    ReviewerLevel.ACCREDITED: Badge(_l("accredited"), "ok"),
    ReviewerLevel.LEAD: Badge(_l("lead reviewer"), "ok"),
    ReviewerLevel.SUPERVISOR: Badge(_l("supervisor"), "ok"),
    ReviewerLevel.LAPSED: Badge(_l("lapsed"), "warn"),
    None: Badge(_l("no level yet"), "neutral"),
}
ENDINGS: Words = {"soon": _l("within six months"), "over": _l("run out")}
PAYEES: Words = {
    PayeeKind.EMPLOYER: _l("employer"),
    PayeeKind.FREELANCER: _l("freelancer"),
}
ROLES: Words = {
    AssignmentRole.LEAD: _l("lead reviewer"),
    AssignmentRole.SECOND: _l("second reviewer"),
    AssignmentRole.SHADOW: _l("shadow"),
    AssignmentRole.SUPERVISOR: _l("supervisor"),
}
ASSIGNMENTS: Mapping[AssignmentState, Badge] = {
    AssignmentState.ASKED: Badge(_l("asked"), "warn", "mail"),
    AssignmentState.ACTIVE: Badge(_l("declared"), "ok"),
    AssignmentState.DECLINED: Badge(_l("declined"), "neutral", "cross"),
    AssignmentState.ENDED: Badge(_l("ended"), "neutral"),
}
VERDICTS: Mapping[Verdict, Badge] = {
    Verdict.OK: Badge(_l("possible"), "ok"),
    Verdict.WARN: Badge(_l("with a reason"), "warn", "alert"),
    Verdict.BLOCK: Badge(_l("not possible"), "danger", "stop"),
}
INDEPENDENCE: Mapping[Verdict, Badge] = {
    Verdict.OK: Badge(_l("independent"), "ok"),
    Verdict.WARN: Badge(_l("with a reason"), "warn", "alert"),
    Verdict.BLOCK: Badge(_l("not independent"), "danger", "stop"),
}
ACTIVITIES: Words = {
    Activity.ORIENTATION: _l("orientation"),
    Activity.INTRODUCTION: _l("introduction"),
    Activity.INTERVIEW: _l("interviews"),
    Activity.FILE_STUDY: _l("file study"),
    Activity.TIMELINE: _l("timeline"),
    Activity.SESSION: _l("sessions"),
    Activity.ANALYSIS: _l("analysis"),
    Activity.WRITING: _l("writing"),
    Activity.PRESENTATION: _l("presentation"),
    Activity.FOLLOW_UP: _l("follow-up"),
    Activity.COORDINATION: _l("coordination"),
    Activity.SHADOWING: _l("shadowing"),
    Activity.TRAVEL: _l("travel"),
}
ENTRIES: Mapping[EntryState, Badge] = {
    EntryState.DRAFT: Badge(_l("draft"), "neutral", "pen"),
    EntryState.SUBMITTED: Badge(_l("submitted"), "info", "send"),
    EntryState.RETURNED: Badge(_l("returned"), "warn", "back"),
    EntryState.APPROVED: Badge(_l("approved"), "ok"),
}
MOMENTS: Words = {
    SupervisionMoment.AFTER_INTRODUCTION: _l("after the introduction"),
    SupervisionMoment.ANALYSIS: _l("at the analysis"),
    SupervisionMoment.DRAFT_REPORT: _l("at the draft report"),
    SupervisionMoment.EXTRA: _l("extra"),
}
SESSION_TYPES: Words = {
    SessionType.INDIVIDUAL: _l("individual"),
    SessionType.GROUP: _l("group"),
}
PEERS: Words = {
    PeerKind.PEER_CONSULTATION: _l("peer consultation"),
    PeerKind.SUPERVISOR_PEER_GROUP: _l("peer group of supervisors"),
    PeerKind.UK_EXCHANGE: _l("exchange with the United Kingdom"),
}
ASPECTS: Words = {
    Aspect.SUPERVISION: _l("supervision"),
    **{Aspect(kind.value): word for kind, word in PEERS.items()},
}

# The places that can be asked for: the roles, and second in a supervised practice review.
PLACES: Words = {
    "lead": _l("lead reviewer"),
    "second": _l("second reviewer"),
    "practice": _l("second reviewer, supervised practice review"),
    "shadow": _l("shadow"),
    "supervisor": _l("supervisor"),
}


def after_logging(entry: TimeEntry, minutes: int) -> str:
    """What a reviewer reads after the quick entry."""
    return _(
        "%(hours)s hours for %(code)s on %(day)s. Together %(total)s for this activity that day.",
        hours=formats.hours(minutes),
        code=entry.engagement.code,
        day=formats.long_day(entry.worked_on, language()),
        total=formats.hours(entry.minutes),
    )


def after_declaring(assignment: Assignment) -> str:
    """What a reviewer reads after signing."""
    if assignment.state is AssignmentState.DECLINED:
        return _("Thank you for saying so. The coordinator has been told and asks somebody else.")
    if assignment.awaits_judgement:
        return _("Thank you. The coordinator first looks at the other paid work that you mention.")
    return _("Thank you, you have signed. From today on you can log hours.")


def met(norm: Norm) -> Badge:
    """Whether the norm of supervision is met."""
    if norm.is_met:
        return Badge(_("norm met"), "ok")
    return Badge(_("norm not met yet"), "info", "clock")


def moments(missing: Sequence[SupervisionMoment]) -> str:
    """Moments of supervision in a row of words; empty for none."""
    return ", ".join(str(MOMENTS[moment]) for moment in missing)


def is_long_enough(held: SupervisionSession) -> bool:
    """Whether a session had the length that the LVSC asks for so many people."""
    return rules.is_long_enough(held.minutes, len(held.attendees))


def type_of(held: SupervisionSession) -> str:
    """Whether a session was individual or of a group."""
    return str(SESSION_TYPES[rules.type_of(len(held.attendees))])


def amount(aspect: Aspect, number: int) -> str:
    """So much of what the norm of a year counts: hours of supervision, else a number."""
    return formats.hours(number) if aspect == Aspect.SUPERVISION else str(number)


def year(kept: Year, today: date) -> Badge:
    """How somebody keeps the norm of a year."""
    if not kept.asked:
        return Badge(_("nothing asked"), "neutral")
    if kept.is_met:
        return Badge(_("met"), "ok")
    if kept.is_gap(today):
        return Badge(_("gap"), "danger")
    return Badge(_("under way"), "info", "clock")


def validity(level: LevelPeriod, day: date) -> Badge | None:
    """What to know about the end of a level; None while it is far off, or there is none."""
    if level.has_run_out(day):
        return Badge(_("run out"), "danger")
    return Badge(_("ends soon"), "warn") if level.ends_soon(day) else None


def after_assessing(reviewer: Reviewer, made: Assessment) -> str:
    """What the supervisor reads after recording an assessment."""
    if not made.is_positive:
        return _("The assessment is recorded; the level stays as it is.")
    level = str(LEVELS[reviewer.level_on(made.assessed_on)])
    return _("The assessment is recorded: %(name)s is %(level)s.", name=reviewer.name, level=level)


def missing(kept: Year) -> str:
    """What the norm of a year still misses, in a row of words; empty for nothing."""
    return ", ".join(
        f"{ASPECTS[aspect]} {amount(aspect, number)}" for aspect, number in kept.missing.items()
    )


def independence(place: Assignment) -> Badge:
    """What independence says about a place, as a badge."""
    if place.awaits_judgement:
        return Badge(_("to judge"), "warn", "alert")
    if place.state is AssignmentState.ASKED:
        return Badge(_("asked"), "info", "mail")
    if place.state is AssignmentState.ENDED:
        return ASSIGNMENTS[place.state]
    if any(finding.override_reason for finding in place.findings):
        return INDEPENDENCE[Verdict.WARN]
    return INDEPENDENCE[Verdict.OK]


def about(place: Assignment) -> str:
    """A place in small print: role, level, who is paid, and since when."""
    payee = place.reviewer.payee_on(place.started_on or place.asked_on)
    facts = list(dict.fromkeys([str(ROLES[place.role]), str(LEVELS[place.level_at_start])]))
    if payee is not None:
        is_employed = payee.kind is PayeeKind.EMPLOYER
        facts.append(payee.name if is_employed else str(PAYEES[payee.kind]))
    if place.started_on is not None:
        day = formats.long_day(place.started_on, language())
        facts.append(_("declaration of %(day)s", day=day))
    return "; ".join(facts) + "."
