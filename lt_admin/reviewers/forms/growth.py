"""Forms of meetings among peers, and of the assessment of a practice review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.core.fields import presence
from lt_admin.core.forms import EnumField, Form, HoursField, LocalDateField, PickField
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.growth import PeerKind
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries.words import PEERS

LONGEST = 3 * 24 * 60  # an exchange can take some days
POSITIVE, NEGATIVE = "positive", "negative"


class PeersForm(Form):
    """Which meeting, when, how long and who came; never what was said."""

    kind = EnumField(_l("Kind"), PeerKind, PEERS)
    held_on = LocalDateField(_l("Day"))
    minutes = HoursField(_l("Hours"), longest=LONGEST)
    attendees = SelectMultipleField(
        _l("Who came"),
        [presence(blank=False)],
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, pool: Sequence[Reviewer]) -> None:
        """Who can have come."""
        self.people = {each.id: each for each in pool}
        self.attendees.choices = [SelectChoice(str(each.id), each.name) for each in pool]

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "kind": self.kind.data,
            "held_on": self.held_on.data,
            "minutes": self.minutes.data,
            "attendees": [self.people[each] for each in self.attendees.data or []],
        }


class AssessmentForm(Form):
    """What the supervisor found, and when."""

    assessor = PickField(_l("Supervisor"))
    assessed_on = LocalDateField(_l("Day"))
    found = RadioField(
        _l("What the supervisor found"),
        [presence(blank=False)],
        choices=[
            SelectChoice(POSITIVE, _l("Ready to be accredited")),
            SelectChoice(NEGATIVE, _l("Not yet; the level stays")),
        ],
    )

    def offer(self, team: Sequence[Assignment]) -> None:
        """The supervisors of the review."""
        self.people = {
            place.reviewer_id: place.reviewer
            for place in team
            if place.role is AssignmentRole.SUPERVISOR and place.started_on is not None
        }
        self.assessor.offer([(key, who.name) for key, who in self.people.items()])
        if not self.is_submitted() and len(self.people) == 1:
            self.assessor.data = next(iter(self.people))

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "assessor": self.people[self.assessor.data],
            "assessed_on": self.assessed_on.data,
            "is_positive": self.found.data == POSITIVE,
        }
