"""Forms about sessions: when, where, who guides, how many came; never what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.sessions import Relation, ReviewSession, SessionKind, Voice
from lt_admin.conduct.queries import labels
from lt_admin.conduct.rules.sessions import LONGEST, MOST_ATTENDED
from lt_admin.core import clock, typed
from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.forms import (
    CountField,
    EnumChoice,
    EnumField,
    Form,
    HoursField,
    LocalDateField,
    PrivateText,
    Text,
    TimeField,
    TypedField,
)
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.forms.organisations import choices_of
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.models.people import Reviewer


class PickAny(SelectMultipleField):
    """Any number of rows of another table, as boxes to tick; call `offer` before validating."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, coerce=int, choices=[], **kw)

    def offer(self, rows: Sequence[Any]) -> None:
        """What can be ticked: rows with an id and a name."""
        self.rows = {row.id: row for row in rows}
        self.choices = choices_of({row.id: row.name for row in rows})

    @property
    def picked(self) -> list[Any]:
        """The rows that are ticked."""
        return [self.rows[number] for number in self.data or [] if number in self.rows]


class SubgroupsField(TypedField):
    """How many came per subgroup: ``6, 6, 5, 5``."""

    def read(self, text: str) -> tuple[int, ...]:
        """Figures with commas or spaces between them."""
        parts = text.replace(",", " ").replace("+", " ").split()
        if not all(each.isascii() and each.isdigit() and len(each) < 4 for each in parts):
            raise typed.NotUnderstood(_("Write the numbers with commas between them: 6, 6, 5, 5."))
        return tuple(int(each) for each in parts)

    def write(self, value: Sequence[int]) -> str:
        """With commas."""
        return ", ".join(str(each) for each in value)


class KindForm(Form):
    """What a session is."""

    kind = EnumField(_l("What kind of session"), SessionKind, labels.KINDS)
    group = EnumField(
        _l("With which group"),
        Group,
        labels.GROUPS,
        blank=_l("both groups, or not a group"),
    )
    with_family = BooleanField(_l("Service users take part"))


class WhenForm(Form):
    """When a session begins, and how long it takes."""

    day = LocalDateField(_l("Day"))
    time = TimeField(_l("Begins at"))
    minutes = HoursField(_l("Length in hours"), longest=LONGEST, default=120)
    is_online = BooleanField(_l("It is online"))
    place = Text(_l("Place"), blank=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and whether the time exists on that day."""
        if not super().validate(extra_validators):
            return False
        try:
            clock.on_the_wall(self.day.data, self.time.data)
        except ValueError:
            self.time.errors = [_("On this day the clock skips this time.")]
            return False
        return True

    @property
    def starts_at(self) -> datetime:
        """The instant at which it begins."""
        return clock.on_the_wall(self.day.data, self.time.data)

    @property
    def when(self) -> dict[str, Any]:
        """When and where, as the services take it."""
        return {
            "starts_at": self.starts_at,
            "minutes": self.minutes.data,
            "is_online": self.is_online.data,
            "place": self.place.data or "",
        }

    @staticmethod
    def shown(review_session: ReviewSession) -> dict[str, Any]:
        """What the form shows of a session that is planned."""
        at = review_session.starts_at.astimezone(AMSTERDAM)
        return {
            "day": at.date(),
            "time": at.time(),
            "minutes": review_session.minutes,
            "is_online": review_session.is_online,
            "place": review_session.place,
        }


class PlanForm(KindForm, WhenForm):
    """A session to come."""

    reviewers = PickAny(
        _l("Reviewers"), description=_l("They get an invitation for their calendar by mail.")
    )
    organisations = PickAny(
        _l("Boards that are present"), description=_l("Only for a presentation.")
    )

    def offer(self, reviewers: Sequence[Reviewer], organisations: Sequence[Organisation]) -> None:
        """Who may guide it, and whose boards there are; the reviewers are ticked at first."""
        self.reviewers.offer(reviewers)
        self.organisations.offer(organisations)
        if not self.is_submitted():
            self.reviewers.data = [each.id for each in reviewers]

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        return self.when | {
            "kind": self.kind.data,
            "group": self.group.data,
            "with_family": self.with_family.data,
            "reviewers": self.reviewers.picked,
            "organisations": self.organisations.picked,
        }


class NumbersForm(Form):
    """How many came."""

    attended = CountField(
        _l("How many people came"),
        least=1,
        most=MOST_ATTENDED,
        description=_l("Reviewers not counted. Only the number is kept: no names, no notes."),
    )
    subgroups = SubgroupsField(
        _l("In subgroups of"),
        blank=True,
        description=_l("For a large group: 6, 6, 5, 5."),
    )

    @property
    def numbers(self) -> dict[str, Any]:
        """How many came, as the service takes it."""
        return {"attended": self.attended.data, "subgroups": self.subgroups.data or ()}


class HeldForm(PlanForm, NumbersForm):
    """A session that was held, in one go."""

    def offer(self, reviewers: Sequence[Reviewer], organisations: Sequence[Organisation]) -> None:
        """As for a session to come; but nobody is invited any more."""
        super().offer(reviewers, organisations)
        self.reviewers.description = ""


class HoldForm(NumbersForm):
    """What is written down of a planned session once it was held."""

    reviewers = PickAny(_l("Reviewers who were there"))


class RelationForm(Form):
    """Who somebody of the family is, without a name."""

    relation = EnumField(_l("Who"), Relation, labels.RELATIONS)


class AnswerForm(Form):
    """What came of an invitation to somebody of the family."""

    voice = EnumChoice(_l("What came of it"), Voice, labels.VOICES)
    reason = PrivateText(
        _l("Why not"),
        blank=True,
        longest=300,
        description=_l("Only for who declined or was not invited."),
    )
    own_consent = BooleanField(
        _l("Gave consent in person"), description=_l("From 16 years on somebody decides oneself.")
    )

    @property
    def answer(self) -> dict[str, Any]:
        """What came of it, as the service takes it."""
        return {
            "voice": self.voice.data,
            "reason": self.reason.data or "",
            "own_consent": self.own_consent.data,
        }


class VoiceForm(RelationForm, AnswerForm):
    """Somebody of the family who is not on the list yet."""
