"""The numbers of a plan, and its hours as an editable table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from wtforms import BooleanField

from lt_admin.core.forms import CountField, EnumChoice, Form, HoursField
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.plans import ReviewPlan
from lt_admin.orientation.queries import words
from lt_admin.orientation.queries.plans import PlannedStep, in_steps
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import LONGEST, STEP_OF, Component, Counts, PlannedPart


def _count(label: Any) -> CountField:
    return CountField(label, most=200, default=0)


class CountsForm(Form):
    """How many of each there will be."""

    type = EnumChoice(_l("Type of review"), EngagementType, words.TYPES)
    introductions = _count(_l("Introduction sessions"))
    interviews = _count(_l("Individual interviews"))
    complex_interviews = _count(_l("Complex interviews"))
    group_interviews = _count(_l("Group interviews"))
    dialogue_sessions = _count(_l("Dialogue sessions"))
    commentary_meetings = _count(_l("Commentary meetings"))
    presentations = _count(_l("Presentations to boards"))
    again = BooleanField(_l("Calculate again: the hours that were changed by hand are lost"))

    @property
    def facts(self) -> dict[str, Any]:
        """The type and the numbers, for the services."""
        numbers = {each.name: self[each.name].data for each in fields(Counts)}
        return {"type": self.type.data, "counts": Counts(**numbers)}


IN_PLAN = [part for part in Component if part is not Component.FOLLOW_UP]


WHO = {"lead": _l("lead reviewer"), "second": _l("second reviewer")}


def _hours() -> dict[str, HoursField]:
    """A field for each part and each of the two reviewers."""
    return {
        f"{part.value}_{who}": HoursField(
            _l("%(part)s, %(who)s", part=words.COMPONENTS[part], who=word),
            blank=True,
            zero=True,
            longest=LONGEST,
        )
        for part in IN_PLAN
        for who, word in WHO.items()
    }


@dataclass(frozen=True)
class Row:
    """One part in the table: its two fields, and the minutes of both together."""

    component: Component
    lead: Any
    second: Any
    minutes: int


@dataclass(frozen=True)
class Step:
    """One step in the table: its rows, and their sum."""

    step: int
    rows: list[Row]
    sum: PlannedStep


class PlanHours(Form):
    """Hours of lead and second for each part; HoursForm is this with its fields."""

    def of(self, part: Component) -> tuple[Any, Any]:
        """The two fields of one part."""
        return self[f"{part.value}_lead"], self[f"{part.value}_second"]

    def parts(self) -> list[PlannedPart]:
        """The parts as the rules speak of them; what was not understood counts as nothing."""
        minutes = {part: [field.data or 0 for field in self.of(part)] for part in IN_PLAN}
        return [PlannedPart(STEP_OF[part], part, *pair) for part, pair in minutes.items()]

    def whole(self) -> PlannedStep:
        """What all steps come to together."""
        return PlannedStep(0, self.parts())

    def table(self) -> list[Step]:
        """The steps with their rows, and what they come to as the form stands."""
        return [
            Step(
                of.step,
                [Row(part.component, *self.of(part.component), part.minutes) for part in of.parts],
                of,
            )
            for of in in_steps(self.parts())
        ]


HoursForm: type[PlanHours] = type("HoursForm", (PlanHours,), _hours())


def typed_hours(plan: ReviewPlan) -> dict[str, int]:
    """The hours of a plan as the form starts with them; nothing stays empty."""
    pairs = {part.component: (part.lead_minutes, part.second_minutes) for part in plan.parts}
    return {
        f"{component.value}_{who}": minutes
        for component, pair in pairs.items()
        for who, minutes in zip(WHO, pair, strict=True)
        if minutes
    }
