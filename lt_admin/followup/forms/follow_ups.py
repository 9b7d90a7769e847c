"""What the coordinator or the lead reviewer fills in about a follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.core import clock
from lt_admin.core.clock import day_of
from lt_admin.core.fields import presence
from lt_admin.core.forms import (
    CountField,
    EnumField,
    Form,
    HoursField,
    LocalDateField,
    PickField,
    PrivateText,
)
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.followup.models.bookings import Slot
from lt_admin.followup.models.outcomes import Outcome
from lt_admin.followup.queries.words import OUTCOMES
from lt_admin.followup.rules import terms
from lt_admin.followup.rules.phrases import hours_of, when
from lt_admin.orientation.models.organisations import Contact, Organisation

DAY = timedelta(days=1)
JOINT = {"together": _l("One conversation together"), "apart": _l("One conversation each")}


class _Boxes(SelectMultipleField):
    """Some of many, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SearchForm(Form):
    """How long, and from which day on: what free times are looked for."""

    minutes = HoursField(_l("Length"), longest=terms.MOST_MINUTES)
    from_ = LocalDateField(_l("From"), name="from")

    class Meta:
        """A search is a GET: nothing to forge."""

        csrf = False

    @classmethod
    def asked(cls, address: MultiDict[str, str], minutes: int = 0) -> SearchForm:
        """What the address asks, or what is usual; `minutes` is a length that stands already."""
        usual = {"minutes": terms.USUAL_MINUTES, "from_": clock.today() + DAY}
        form = cls(address or None, data=usual)
        if address:
            form.validate()
        form.minutes.data = minutes or form.minutes.data or terms.USUAL_MINUTES
        asked = form.from_.data
        last = clock.today() + timedelta(days=terms.DAYS_AHEAD)
        if asked is None or not clock.today() < asked <= last:
            form.from_.data = usual["from_"]
        return form


class TimesForm(Form):
    """Which of the free times are offered."""

    starts = _Boxes(_l("Times"), [presence(blank=False)], coerce=datetime.fromisoformat, choices=[])

    def show(self, found: Sequence[datetime], minutes: int) -> None:
        """The times at which all reviewers can."""
        self.found, self.minutes = list(found), minutes
        self.starts.choices = [
            SelectChoice(start.isoformat(), hours_of(start, minutes)) for start in found
        ]

    @property
    def chosen(self) -> list[datetime]:
        """The times that were ticked."""
        return list(self.starts.data or [])

    def leave_out(self, offered: Iterable[datetime]) -> None:
        """Show no times that are offered already."""
        gone = set(offered)
        self.show([start for start in self.found if start not in gone], self.minutes)

    @property
    def days(self) -> dict[date, list[object]]:
        """The boxes by the day they stand under."""
        shown: dict[date, list[object]] = {}
        for start, box in zip(self.found, self.starts, strict=True):
            shown.setdefault(day_of(start), []).append(box)
        return shown


class OfferForm(TimesForm):
    """The same with the terms of a new offer, and who joins."""

    organisations = _Boxes(_l("Who joins?"), [presence(blank=False)], coerce=int, choices=[])
    joint = RadioField(
        _l("How?"),
        choices=[SelectChoice(key, word) for key, word in JOINT.items()],
        default="together",
    )
    notice_days = CountField(
        _l("Days of notice"), most=terms.MOST_NOTICE, default=terms.USUAL_NOTICE
    )

    def invite(self, known: Sequence[tuple[Organisation, Contact | None]]) -> None:
        """Who can join: everybody who commissions, at first all of them."""
        self.organisations.choices = [
            SelectChoice(str(organisation.id), organisation.name) for organisation, _who in known
        ]
        if not self.is_submitted():
            self.organisations.data = [organisation.id for organisation, who in known if who]

    @property
    def terms(self) -> dict[str, Any]:
        """What is offered, as the service takes it."""
        return {
            "starts": self.chosen,
            "organisations": self.organisations.data,
            "is_joint": self.joint.data == "together",
            "notice_days": self.notice_days.data,
        }


class MoveForm(Form):
    """Another of the offered times, for a booking."""

    slot = PickField(_l("New time"))

    def show(self, slots: Sequence[Slot], minutes: int) -> None:
        """What is still free."""
        self.slots = {slot.id: slot for slot in slots}
        self.slot.offer((slot.id, when(slot.starts_at, minutes)) for slot in slots)


class CancelForm(Form):
    """Why a booking is cancelled; it stands in the mail."""

    reason = PrivateText(_l("Reason, for the mail"), blank=True, longest=500)


class ContactForm(Form):
    """Who at an organisation gets the link."""

    contact = PickField(_l("To"))


class OutcomeForm(Form):
    """What came of one recommendation."""

    outcome = EnumField(_l("What came of it"), Outcome, OUTCOMES)
    evidence = PrivateText(_l("What shows it"), blank=True, longest=500)
    said_on = LocalDateField(_l("Said on"))

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "outcome": self.outcome.data,
            "evidence": self.evidence.data or "",
            "said_on": self.said_on.data,
        }
