"""Whether somebody is independent enough for a place in a review (DOMAIN.md 2e), as pure rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lt_admin.core.i18n import gettext as _
from lt_admin.reviewers.rules.levels import why_not_by_level
from lt_admin.reviewers.rules.places import (
    GUIDING,
    SEES_THE_CASE,
    WEIGHT,
    AssignmentRole,
    Finding,
    IndependenceRule,
    Question,
    Verdict,
)


def employer_takes_part(asked: Question) -> Finding:
    """IR1: no reviewer from an organisation that takes part or commissions, 24 months back."""
    rule, names = IndependenceRule.IR1, ", ".join(sorted(asked.conflicts.values()))
    if names:
        return Finding(
            rule,
            Verdict.BLOCK,
            _(
                "Works, or worked in the last 24 months, for %(names)s: a party in this review.",
                names=names,
            ),
        )
    return Finding(rule, Verdict.OK, _("No employer of the last 24 months is a party."))


def supervises_oneself(asked: Question) -> Finding:
    """IR5: the supervisor of a review is never one of its reviewers, nor the reverse."""
    rule, me = IndependenceRule.IR5, asked.person.reviewer_id
    roles = {place.role for place in asked.review.team if place.person.reviewer_id == me}
    if asked.role is AssignmentRole.SUPERVISOR and roles & set(SEES_THE_CASE):
        return Finding(rule, Verdict.BLOCK, _("Is, or was, a reviewer in this review."))
    if asked.role is not AssignmentRole.SUPERVISOR and AssignmentRole.SUPERVISOR in roles:
        return Finding(rule, Verdict.BLOCK, _("Is, or was, the supervisor of this review."))
    return Finding(rule, Verdict.OK, _("Supervision and reviewing stay apart."))


def shares_employer(asked: Question) -> Finding:
    """IR6: it is a warning when the two reviewers have one employer."""
    rule, day = IndependenceRule.IR6, asked.review.day
    others = [
        place.person
        for place in asked.review.team
        if place.is_standing and place.role in GUIDING and asked.role in GUIDING
    ]
    mine = asked.person.employers(day, day)
    for other in others:
        same = mine.keys() & other.employers(day, day).keys()
        if same and other.reviewer_id != asked.person.reviewer_id:
            return Finding(
                rule,
                Verdict.WARN,
                _(
                    "Has the same employer as %(name)s: %(employer)s.",
                    name=other.name,
                    employer=mine[min(same)],
                ),
            )
    return Finding(rule, Verdict.OK, _("The reviewers do not share an employer."))


def why_no_exception(asked: Question) -> str:
    """IR7: why IR1 cannot be set aside; empty when it can, with the board's written agreement.

    Only for a review within one institution, whose lead reviewer is fully external.
    """
    if asked.review.institutions != asked.conflicts.keys() or len(asked.conflicts) != 1:
        return _("The exception of rule IR7 is only for a review within one institution.")
    lead = asked.review.standing(AssignmentRole.LEAD)
    if asked.role not in SEES_THE_CASE[1:] or lead is None:
        return _("The exception of rule IR7 needs an external lead reviewer, who is asked first.")
    external = Question(lead, AssignmentRole.LEAD, asked.review)
    return _("The lead reviewer is not fully external.") if external.conflicts else ""


RULES: tuple[Callable[[Question], Finding], ...] = (
    employer_takes_part,
    supervises_oneself,
    shares_employer,
)


def declared(
    *, is_involved: bool, has_private_relation: bool, has_other_paid_work: bool
) -> tuple[Finding, ...]:
    """What a signed declaration says: IR2 and IR3 block, IR4 warns, IR8 is done."""
    block, warn, ok = Verdict.BLOCK, Verdict.WARN, Verdict.OK
    return (
        Finding(
            IndependenceRule.IR2,
            block if is_involved else ok,
            _("Is personally involved with the case or the family.")
            if is_involved
            else _("Is not personally involved."),
        ),
        Finding(
            IndependenceRule.IR3,
            block if has_private_relation else ok,
            _("Has a private relation with, or manages, somebody in the case group.")
            if has_private_relation
            else _("Has no private relation with anybody in the case group."),
        ),
        Finding(
            IndependenceRule.IR4,
            warn if has_other_paid_work else ok,
            _("Was paid by a party for other work in the last 24 months.")
            if has_other_paid_work
            else _("Did no other paid work for a party."),
        ),
        Finding(IndependenceRule.IR8, ok, _("The declaration is signed.")),
    )


@dataclass(frozen=True)
class Assessment:
    """Everything the rules say about one question."""

    question: Question
    level: str  # why the level does not allow it; empty when it does
    findings: tuple[Finding, ...]
    no_exception: str  # why IR1 cannot be set aside by IR7

    @property
    def verdict(self) -> Verdict:
        """The heaviest of all."""
        if self.level:
            return Verdict.BLOCK
        return max((finding.verdict for finding in self.findings), key=WEIGHT.__getitem__)

    @property
    def may_be_excepted(self) -> bool:
        """Whether only IR1 stands in the way, and IR7 can set it aside."""
        blocks = [f.rule for f in self.findings if f.verdict is Verdict.BLOCK]
        return not self.level and not self.no_exception and blocks == [IndependenceRule.IR1]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is in the way or asks for a reason; empty when all is well."""
        found = [f"{f.rule}: {f.sentence}" for f in self.findings if f.verdict is not Verdict.OK]
        return tuple([self.level] * bool(self.level) + found)

    def refusal(self, overrides: Mapping[IndependenceRule, str]) -> str:
        """Why it cannot go on with these reasons of the coordinator; empty when it can."""
        for finding in self.findings:
            if finding.verdict is Verdict.BLOCK:
                excepted = finding.rule is IndependenceRule.IR1 and self._is_excepted(overrides)
                if not excepted:
                    return f"{finding.rule}: {finding.sentence}"
            elif finding.verdict is Verdict.WARN and not overrides.get(finding.rule, "").strip():
                reason = _("Give a reason to go on.")
                return f"{finding.rule}: {finding.sentence} {reason}"
        return self.level

    def _is_excepted(self, overrides: Mapping[IndependenceRule, str]) -> bool:
        return self.may_be_excepted and bool(overrides.get(IndependenceRule.IR7, "").strip())


def assess(asked: Question) -> Assessment:
    """What level and rules IR1, IR5, IR6 and IR7 say; IR2-IR4 and IR8 come from the declaration."""
    return Assessment(
        asked,
        why_not_by_level(asked),
        tuple(rule(asked) for rule in RULES),
        why_no_exception(asked),
    )
