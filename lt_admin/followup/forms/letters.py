"""What a commissioner answers: a time, a place, who comes; or another time, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2

from lt_admin.core.clock import day_of
from lt_admin.core.fields import presence
from lt_admin.core.forms import CountField, EnumChoice, Form, PrivateText, Text
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.followup.models.bookings import Slot, Where
from lt_admin.followup.queries.words import WHERES
from lt_admin.followup.rules.phrases import hours_of

MOST_PEOPLE = 50


class SlotForm(Form):
    """One of the times that are free."""

    slot = RadioField(_l("Time"), [presence(blank=False)], coerce=int, choices=[])

    def offer(self, slots: Sequence[Slot], minutes: int) -> None:
        """What can be chosen now."""
        self.slots = {slot.id: slot for slot in slots}
        self.slot.choices = [
            SelectChoice(str(slot.id), hours_of(slot.starts_at, minutes)) for slot in slots
        ]

    @property
    def chosen(self) -> Slot:
        """The time that was chosen."""
        return self.slots[self.slot.data]

    @property
    def days(self) -> dict[date, list[object]]:
        """The buttons by the day they stand under."""
        found: dict[date, list[object]] = {}
        for slot, button in zip(self.slots.values(), self.slot, strict=True):
            found.setdefault(day_of(slot.starts_at), []).append(button)
        return found

    def explain(self) -> None:
        """Say what happened to a time that is not among the free ones any more."""
        sent = self.slot.raw_data
        if self.slot.errors and sent and sent[0]:
            self.slot.errors = [_("This time was just taken. Choose another one.")]
            self.is_late = True

    is_late = False

    @property
    def status(self) -> int:
        """As for any form; 409 when somebody else was first."""
        return 409 if self.is_late else super().status


class BookForm(SlotForm):
    """A time, a place, and who comes."""

    where = EnumChoice(_l("Place"), Where, WHERES, default=Where.AT_YOURS)
    name = Text(_l("Your name"), longest=120)
    people = CountField(
        _l("With how many people do you come?"), blank=True, least=1, most=MOST_PEOPLE
    )


class CancelForm(Form):
    """Not now; a reason is welcome."""

    reason = PrivateText(_l("Reason"), blank=True, longest=500)
