"""The form of a supervision session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.core.fields import presence
from lt_admin.core.forms import EnumChoice, Form, HoursField, LocalDateField, PickField
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.models.supervision import SupervisionMoment
from lt_admin.reviewers.queries.words import MOMENTS

LONGEST = 8 * 60


class SessionForm(Form):
    """When, by whom, with whom and how long; never what was said."""

    supervisor = PickField(_l("Supervisor"))
    held_on = LocalDateField(_l("Day"))
    moment = EnumChoice(_l("Moment"), SupervisionMoment, MOMENTS)
    minutes = HoursField(_l("Hours"), longest=LONGEST)
    attendees = SelectMultipleField(
        _l("With"),
        [presence(blank=False)],
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, team: Sequence[Assignment]) -> None:
        """The people of the review, by what they do in it."""
        self.people = {a.reviewer_id: a.reviewer for a in team if a.started_on is not None}
        supervises = {a.reviewer_id for a in team if a.role is AssignmentRole.SUPERVISOR}
        self.supervisor.offer([(n, r.name) for n, r in self.people.items() if n in supervises])
        if not self.is_submitted() and len(supervises & self.people.keys()) == 1:
            self.supervisor.data = next(iter(supervises & self.people.keys()))
        self.attendees.choices = [
            SelectChoice(str(number), reviewer.name)
            for number, reviewer in self.people.items()
            if number not in supervises
        ]

    @property
    def who(self) -> Reviewer:
        """The supervisor that was chosen."""
        return self.people[self.supervisor.data]

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "held_on": self.held_on.data,
            "moment": self.moment.data,
            "minutes": self.minutes.data,
            "attendees": [self.people[each] for each in self.attendees.data or []],
        }
