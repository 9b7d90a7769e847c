"""What speaks for and against submitted hours: the reason beside each in the work list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.reviewers.rules.places import Verdict

LONG_DAY = 10 * 60
SATURDAY = 5


@dataclass(frozen=True)
class Claim:
    """Submitted hours as the coordinator weighs them; minutes throughout.

    `planned` is the plan for this role and step (None without one), `spent` what the reviewer has
    logged for the step in all, `of_day` what this reviewer logged that day for every review.
    """

    worked_on: date
    minutes: int
    billable: bool
    is_correction: bool
    planned: int | None
    spent: int
    of_day: int


@dataclass(frozen=True)
class Advice:
    """Whether to approve without a second look, and why or why not."""

    verdict: Verdict
    sentence: str


def advise(claim: Claim) -> Advice:
    """What to say beside the hours; a warning is a reason to look, never a refusal."""
    warning = _warning(claim)
    if warning:
        return Advice(Verdict.WARN, warning)
    if not claim.billable:
        return Advice(Verdict.OK, _("Not billable."))
    if claim.planned is None:
        return Advice(Verdict.OK, _("Within the ceiling; there is no plan for this step."))
    return Advice(
        Verdict.OK,
        _(
            "Within the plan: %(spent)s of %(planned)s hours for this step.",
            spent=formats.hours(claim.spent),
            planned=formats.hours(claim.planned),
        ),
    )


def _warning(claim: Claim) -> str:
    if claim.is_correction:
        return _("A correction of hours that are billed or paid already.")
    if claim.of_day > LONG_DAY:
        return _("A long day: %(hours)s hours together.", hours=formats.hours(claim.of_day))
    if claim.billable and claim.planned is not None and claim.spent > claim.planned:
        return _(
            "Above the plan: %(spent)s of %(planned)s hours for this step; within the ceiling.",
            spent=formats.hours(claim.spent),
            planned=formats.hours(claim.planned),
        )
    if claim.worked_on.weekday() >= SATURDAY:
        return _("In the weekend.")
    return ""
