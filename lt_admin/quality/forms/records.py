"""What is typed about outreach, complaints and data incidents."""

from __future__ import annotations

from typing import Any

from lt_admin.core.forms import CountField, EnumChoice, Form, LocalDateField, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.organisations import Sector
from lt_admin.orientation.queries.words import SECTORS
from lt_admin.quality.models.records import OutreachEvent, SignalKind
from lt_admin.quality.queries.records import SIGNALS


class OutreachForm(Form):
    """One event and how many came from each sector; no names."""

    title = Text(_l("What it was"), longest=120)
    held_on = LocalDateField(_l("Day"))
    # One field a sector; what stays empty is nobody.
    youth_care = CountField(SECTORS[Sector.YOUTH_CARE], blank=True)
    youth_protection = CountField(SECTORS[Sector.YOUTH_PROTECTION], blank=True)
    mental_health = CountField(SECTORS[Sector.MENTAL_HEALTH], blank=True)
    medical = CountField(SECTORS[Sector.MEDICAL], blank=True)
    education = CountField(SECTORS[Sector.EDUCATION], blank=True)
    municipality = CountField(SECTORS[Sector.MUNICIPALITY], blank=True)
    justice = CountField(SECTORS[Sector.JUSTICE], blank=True)
    other = CountField(SECTORS[Sector.OTHER], blank=True)

    @property
    def sectors(self) -> list[Any]:
        """The fields of the counts."""
        return [self[sector] for sector in Sector]

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "held_on": self.held_on.data,
            "title": self.title.data,
            "participants": {sector: self[sector].data or 0 for sector in Sector},
        }

    @classmethod
    def of(cls, event: OutreachEvent) -> OutreachForm:
        """The form with what is kept of an event."""
        came = {each.sector.value: each.participants for each in event.attendance}
        return cls(data={"title": event.title, "held_on": event.held_on, **came})


class SignalForm(Form):
    """That something came in, and by when it must be handled; never what it is about."""

    kind = EnumChoice(_l("Kind"), SignalKind, SIGNALS)
    received_on = LocalDateField(_l("Received"))
    due_on = LocalDateField(_l("To be handled by"))


class HandledForm(Form):
    """That it was dealt with."""

    handled_on = LocalDateField(_l("Handled on"))
