"""Forms about the report: its method, its versions, whom it went to, and the follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.conduct.models.reports import FollowUpChoice, ReportKind
from lt_admin.conduct.queries.report_words import CHOICES, POINT_NOTES, POINTS, REPORTS
from lt_admin.core.forms import EnumChoice, Form, LocalDateField, PrivateText
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.organisations import Organisation


def _point(name: str) -> BooleanField:
    return BooleanField(POINTS[name], description=POINT_NOTES[name])


class MethodForm(Form):
    """The three points of the method, as the supervisor found them."""

    avoids_hindsight = _point("avoids_hindsight")
    appraises_and_explains = _point("appraises_and_explains")
    explores_wider = _point("explores_wider")
    checked_on = LocalDateField(_l("Looked at on"))


class VersionForm(Form):
    """That there is a version; never the report itself."""

    kind = EnumChoice(_l("Kind"), ReportKind, REPORTS)
    made_on = LocalDateField(_l("Made on"))


class SendForm(Form):
    """When a version went out, and to whom."""

    sent_on = LocalDateField(_l("Sent on"))
    organisations = SelectMultipleField(
        _l("To the boards of"),
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    to_review_team = BooleanField(_l("To the review team"))
    to_case_group = BooleanField(_l("To the case group"))

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """The organisations of the review."""
        self.known = {each.id: each for each in organisations}
        self.organisations.choices = [
            SelectChoice(str(number), each.name) for number, each in self.known.items()
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "sent_on": self.sent_on.data,
            "organisations": [self.known[each] for each in self.organisations.data or []],
            "to_review_team": self.to_review_team.data,
            "to_case_group": self.to_case_group.data,
        }


class DecisionForm(Form):
    """What the commissioners decided about step 6."""

    choice = EnumChoice(_l("Decision"), FollowUpChoice, CHOICES)
    decided_on = LocalDateField(_l("Decided on"))
    until = LocalDateField(
        _l("Decide again by"), blank=True, description=_l("Only when it is postponed.")
    )
    reason = PrivateText(_l("Reason"), blank=True, longest=400)
