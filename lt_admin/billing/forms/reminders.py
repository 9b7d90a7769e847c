"""Forms about reminders: a hold, the words of a level, a rate of interest, a waiver."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wtforms import BooleanField

from lt_admin.billing.models.reminders import InterestKind, InterestRate, ReminderLevel
from lt_admin.billing.queries.interest import KINDS
from lt_admin.core import clock
from lt_admin.core.forms import (
    CountField,
    EnumField,
    Form,
    LocalDateField,
    LongText,
    PercentField,
    Text,
)
from lt_admin.core.i18n import lazy_gettext as _l

USUAL_HOLD_DAYS = 14
MOST_DAYS = 365
LEVEL_FACTS = ("wait_days", "term_days", "name_nl", "text_nl", "name_en", "text_en", "names_costs")


class HoldForm(Form):
    """Why an invoice gets no reminders, and until when."""

    reason = Text(_l("Why should it wait?"))
    until = LocalDateField(_l("Until and including"))

    @classmethod
    def usual(cls) -> HoldForm:
        """The form with a fortnight filled in."""
        return cls(data={"until": clock.today() + timedelta(days=USUAL_HOLD_DAYS)})


class LevelForm(Form):
    """One level of reminders: when it comes, what it gives, and its words."""

    wait_days = CountField(_l("Days after the last day to pay"), least=1, most=MOST_DAYS)
    term_days = CountField(_l("Days it gives to pay"), least=1, most=MOST_DAYS)
    name_nl = Text(_l("Name in Dutch"), longest=60)
    text_nl = LongText(_l("Words in Dutch"), longest=1500)
    name_en = Text(_l("Name in English"), longest=60)
    text_en = LongText(_l("Words in English"), longest=1500)
    names_costs = BooleanField(_l("Say what the law allows to charge when this day goes by too"))

    @classmethod
    def of(cls, level: ReminderLevel) -> LevelForm:
        """The form as the level stands."""
        return cls(obj=level)

    def facts(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: self[name].data for name in LEVEL_FACTS}


class InterestForm(Form):
    """What statutory interest is from a day on."""

    kind = EnumField(_l("Which interest"), InterestKind, KINDS)
    percent = PercentField(_l("Percentage a year"))
    valid_from = LocalDateField(_l("Valid from"))
    source = Text(_l("Where it was published"), longest=120)

    def row(self) -> InterestRate:
        """What was typed, as a row of the table; the percentage in hundredths."""
        return InterestRate(
            kind=self.kind.data,
            percent=int(self.percent.data * 100),
            valid_from=self.valid_from.data,
            source=self.source.data or "",
        )


class ChargeForm(Form):
    """The amount in cents that the person saw when saying yes."""

    expected = CountField("", most=999_999_999)


class WaiveForm(Form):
    """Why what lateness costs is not asked for any more."""

    reason = Text(_l("Why is it waived?"))
