"""Forms about hours: the week grid, the quick entry, and what the coordinator decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request

from lt_admin.core import clock, formats, typed
from lt_admin.core.forms import (
    EnumField,
    Form,
    HoursField,
    LocalDateField,
    PickField,
    PrivateText,
)
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.steps import Refused
from lt_admin.reviewers.models.hours import Activity
from lt_admin.reviewers.queries.words import ACTIVITIES
from lt_admin.reviewers.rules.grid import (
    USUAL_ACTIVITY,
    Stand,
    Work,
    cell_name,
    key_of,
    work_named,
    work_of,
)
from lt_admin.reviewers.rules.hours import QUARTER, Cell, CellsRefused, Key

LONGEST_DAY = 24 * 60


class WeekForm(Form):
    """The cells of a week, by their names; what was typed stays, and errors stand by the cell."""

    def __init__(self) -> None:
        super().__init__()
        sent = {name: key_of(name) for name in request.form}
        self.keys = {key: name for name, key in sent.items() if key is not None}
        self.texts = {key: request.form[name].strip() for key, name in self.keys.items()}
        self.wrong: dict[Key, str] = {}
        self.cells: list[Cell] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Understand every cell, and press the button that was pressed."""
        is_well = bool(super().validate(extra_validators))
        self.cells = [Cell(key, self._read(key, text)) for key, text in self.texts.items()]
        self._press()
        return is_well and not self.wrong

    def _read(self, key: Key, text: str) -> int:
        try:
            minutes = typed.quarters(text) if text else 0
        except typed.NotUnderstood as error:
            self.wrong[key] = str(error)
            return 0
        if minutes < 0:
            self.wrong[key] = _("Hours cannot be below zero.")
        return minutes

    def _press(self) -> None:
        """A quarter more or less in one cell, never below nothing."""
        name, _sign, quarters = request.form.get("step", "").rpartition(":")
        step = {"+15": QUARTER, "-15": -QUARTER}.get(quarters, 0)
        self.cells = [
            Cell(cell.key, max(cell.minutes + step, 0)) if self.keys[cell.key] == name else cell
            for cell in self.cells
        ]

    @property
    def pressed(self) -> str:
        """The name of the cell in which a quarter was pressed, to come back to."""
        return request.form.get("step", "").rpartition(":")[0]

    @property
    def deed(self) -> str:
        """Which button was pressed: save, submit, add; or go, to another day."""
        return request.form.get("do", "save")

    @property
    def works(self) -> set[Work]:
        """The rows that were added by hand, and those that were sent with hours in them."""
        return self.added_before | {work_of(key) for key, text in self.texts.items() if text}

    @property
    def added_before(self) -> set[Work]:
        """The rows that the address names, because they were added by hand."""
        named = (work_named(name) for name in request.args.getlist("row"))
        return {work for work in named if work}

    @property
    def goes_to(self) -> date | None:
        """The day to show next, when another one was chosen."""
        try:
            return date.fromisoformat(request.form.get("go", ""))
        except ValueError:
            return None

    def added(self) -> Work | None:
        """The row that is to be added; None when something of it is missing."""
        facts = [request.form.get(name, "") for name in ("review", "stage", "activity", "billable")]
        return work_named("-".join(facts))

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Refusals of cells stand beside the cells, all others at the top."""
        super().refuse(refused, field)
        if isinstance(refused, CellsRefused):
            self.form_errors = []
            self.wrong = {cell.key: sentence for cell, sentence in refused.sentences.items()}

    @property
    def status(self) -> int:
        """422 when a cell is not understood or cannot be."""
        return 422 if self.wrong and super().status == 200 else super().status

    def fill(self, minutes: Mapping[Key, int]) -> None:
        """Put hours into cells that are not sent yet: a copy that waits for saving."""
        self.texts |= {key: formats.hours(value) for key, value in minutes.items()}

    def shown(self, key: Key, minutes: int) -> str:
        """What stands in a cell: what was typed, or else what is booked."""
        return self.texts.get(key, formats.hours(minutes) if minutes else "")

    @staticmethod
    def name(key: Key) -> str:
        """The name of a cell's field."""
        return cell_name(key)


class QuickForm(Form):
    """One activity on one day: for the phone, in a quarter of a minute."""

    review = PickField(_l("Review"))
    worked_on = LocalDateField(_l("Day"))
    step = PickField(_l("Step"))
    activity = EnumField(_l("Activity"), Activity, ACTIVITIES)
    minutes = HoursField(_l("Hours"), longest=LONGEST_DAY)

    def offer(self, stands: Sequence[Stand], steps: Mapping[int, Any]) -> None:
        """The reviews and steps to choose from."""
        self.review.offer([(stand.engagement_id, stand.code) for stand in stands])
        self.step.offer([(step, f"{step} {word}") for step, word in steps.items()])

    @property
    def facts(self) -> dict[str, Any]:
        """What is logged, as the service takes it."""
        names = ("worked_on", "step", "activity", "minutes")
        return {name: self[name].data for name in names}


def usual_facts(stands: Sequence[Stand]) -> dict[str, Any]:
    """What the quick entry starts with: today, and the step that the newest review is in."""
    usual = next((stand.usual for stand in stands if stand.usual), None)
    facts: dict[str, Any] = {"worked_on": clock.today()}
    if usual:
        facts |= {"review": usual.engagement_id, "step": usual.step}
        facts |= {"activity": USUAL_ACTIVITY[usual.step]}
    return facts


class DecideForm(Form):
    """What the coordinator does with the ticked hours."""

    reason = PrivateText(_l("Why they go back"), blank=True, longest=500)

    @property
    def ids(self) -> list[int]:
        """The entries that are ticked."""
        return [int(each) for each in request.form.getlist("entry") if _is_id(each)]

    @property
    def deed(self) -> str:
        """Approve or return."""
        return request.form.get("do", "")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class CorrectForm(Form):
    """A counter-entry: how many hours more or less."""

    minutes = HoursField(_l("Hours more, or less with a minus"), negative=True)
