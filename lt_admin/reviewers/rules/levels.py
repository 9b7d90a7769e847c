"""Which place a level allows (DOMAIN.md 2e)."""

from __future__ import annotations

from collections.abc import Callable

from lt_admin.core.i18n import gettext as _
from lt_admin.reviewers.rules.people import ReviewerLevel
from lt_admin.reviewers.rules.places import AssignmentRole, Question

_L = ReviewerLevel
EXPERIENCED = (_L.ACCREDITED, _L.LEAD, _L.SUPERVISOR)


def _may_lead(asked: Question) -> str:
    if asked.person.level in (_L.LEAD, _L.SUPERVISOR):
        return ""
    if asked.person.level is _L.ACCREDITED and asked.review.is_short:
        return ""
    if asked.person.level is _L.ACCREDITED:
        return _("An accredited reviewer leads only short reviews; this one needs a lead reviewer.")
    return _("A reviewer in training does not lead a review.")


def _may_be_second(asked: Question) -> str:
    if asked.person.level in EXPERIENCED:
        return ""
    if not asked.is_practice_review:
        return _("A reviewer in training is second reviewer only in a supervised practice review.")
    lead = asked.review.standing(AssignmentRole.LEAD)
    if lead is None or lead.level not in EXPERIENCED:
        return _("A practice review needs an accredited reviewer beside it, who is asked first.")
    return ""


def _may_supervise(asked: Question) -> str:
    if asked.person.level is _L.SUPERVISOR:
        return ""
    return _("Supervision asks for the level of supervisor.")


_BY_ROLE: dict[AssignmentRole, Callable[[Question], str]] = {
    AssignmentRole.LEAD: _may_lead,
    AssignmentRole.SECOND: _may_be_second,
    AssignmentRole.SHADOW: lambda _asked: "",
    AssignmentRole.SUPERVISOR: _may_supervise,
}


def why_not_by_level(asked: Question) -> str:
    """Why the level does not allow the role; empty when it does (DOMAIN.md 2e)."""
    if asked.person.level is None:
        return _("Has no level yet.")
    if asked.person.level is _L.LAPSED:
        return _("The accreditation has lapsed: finishing is possible, nothing new.")
    if asked.is_practice_review and asked.person.level is not _L.IN_TRAINING:
        return _("A supervised practice review is for a reviewer in training.")
    return _BY_ROLE[asked.role](asked)
