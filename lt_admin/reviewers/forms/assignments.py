"""Forms about places in a review."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2

from lt_admin.core.fields import MISSING, presence
from lt_admin.core.forms import Form, LocalDateField, PrivateText
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.reviewers.models.assignments import AssignmentRole, IndependenceRule

YES, NO = "yes", "no"


class AskForm(Form):
    """The coordinator's reasons to ask somebody in spite of a warning, or of IR1 by IR7."""

    same_employer = PrivateText(_l("Why these two reviewers all the same"), blank=True, longest=500)
    agreed_on = LocalDateField(_l("The board agreed in writing on"), blank=True)
    agreement = PrivateText(_l("Who agreed, and where the letter is"), blank=True, longest=500)

    @property
    def overrides(self) -> dict[IndependenceRule, str]:
        """The reasons by rule; the exception of IR7 only with its date."""
        reasons = {}
        if self.same_employer.data:
            reasons[IndependenceRule.IR6] = self.same_employer.data
        if self.agreement.data and self.agreed_on.data:
            day = f"{self.agreed_on.data:%d-%m-%Y}"
            reasons[IndependenceRule.IR7] = f"{day}: {self.agreement.data}"
        return reasons

    def validate(self, extra_validators: object = None) -> bool:
        """An agreement has a date, and a date an agreement."""
        is_well = bool(super().validate(extra_validators))
        pair = (self.agreed_on, self.agreement)
        if any(each.data for each in pair) and not all(each.data for each in pair):
            missing = next(each for each in pair if not each.data)
            missing.errors = [*missing.errors, MISSING]
            return False
        return is_well


class YesNo(RadioField):
    """Yes or no, neither chosen beforehand; hands out a bool."""

    def __init__(self, label: Any, **kw: Any) -> None:
        choices = [SelectChoice(NO, _l("No")), SelectChoice(YES, _l("Yes"))]
        super().__init__(label, [presence(blank=False)], choices=choices, **kw)

    @property
    def is_yes(self) -> bool:
        """Whether the answer is yes."""
        return bool(self.data == YES)


class DeclarationForm(Form):
    """The three questions of the declaration of independence (IR2, IR3, IR4)."""

    is_involved = YesNo(
        _l("Are you, or were you, personally involved with this case or this family?")
    )
    has_private_relation = YesNo(
        _l(
            "Do you know somebody in the case group privately, or are you the manager of somebody "
            "in it?"
        )
    )
    has_other_paid_work = YesNo(
        _l(
            "In the last 24 months, were you paid for other work by one of the organisations that "
            "take part?"
        )
    )

    def ask_as(self, role: AssignmentRole) -> None:
        """Ask a supervisor about relations with the reviewers too (the relation ban of 2d)."""
        if role is AssignmentRole.SUPERVISOR:
            self.has_private_relation.label.text = _l(
                "Are you family or a friend of one of the reviewers or of somebody in the case "
                "group, or the manager of one of them?"
            )

    @property
    def answers(self) -> dict[str, bool]:
        """The three answers, as the service takes them."""
        return {
            "is_involved": self.is_involved.is_yes,
            "has_private_relation": self.has_private_relation.is_yes,
            "has_other_paid_work": self.has_other_paid_work.is_yes,
        }


class JudgeForm(Form):
    """Why the coordinator goes on although a declaration mentions other paid work (IR4)."""

    reason = PrivateText(_l("Why this is no obstacle"), longest=500)
