"""The hours behind an invoice, as its annex: days, people and kinds of work, never content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.platypus import Flowable, KeepTogether, PageBreak

from lt_admin.billing.documents.quotes import step_name
from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import i18n
from lt_admin.core.exports import to_csv
from lt_admin.core.formats import hours, short_day
from lt_admin.core.i18n import gettext as _
from lt_admin.core.paper.tables import Columns, ruled_table
from lt_admin.core.paper.words import section, text
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.queries.words import ACTIVITIES

HOURS = Columns((27, 58, 60, 20), numbers=(3,))
PEOPLE = Columns((145, 20), numbers=(1,))


@dataclass(frozen=True)
class Cell:
    """A column of the file of hours."""

    key: str
    label: str
    kind: str = ""
    words: Any = None


@dataclass(frozen=True)
class Worked:
    """A row of the file of hours: one time entry."""

    day: date
    reviewer: str
    step: str
    work: str
    hours: int  # minutes, written as hours


def specification_csv(invoice: Invoice) -> bytes:
    """The same hours as a file for a spreadsheet; empty when the invoice holds none."""
    rows = [
        Worked(
            entry.worked_on,
            entry.reviewer.name,
            step_name(entry.step),
            str(ACTIVITIES[entry.activity]),
            entry.minutes,
        )
        for entry in sorted(_entries(invoice), key=lambda each: (each.step, *_place(each)))
    ]
    columns = (
        *(Cell("day", _("Date")), Cell("reviewer", _("Reviewer")), Cell("step", _("Step"))),
        *(Cell("work", _("Work")), Cell("hours", _("Hours"), "hours")),
    )
    return to_csv(columns, rows, i18n.language()) if rows else b""


def _entries(invoice: Invoice) -> list[TimeEntry]:
    return [
        held.time_entry for line in invoice.lines for held in line.allocations if held.time_entry
    ]


def specification(invoice: Invoice) -> list[Flowable]:
    """The annex; nothing when the invoice holds no hours."""
    entries = _entries(invoice)
    if not entries:
        return []
    note = _(
        "The approved hours of the reviewers, for all commissioners together. Who was spoken to "
        "and what was said is left out of our records on purpose."
    )
    return [
        PageBreak(),
        section(_("The hours behind this invoice")),
        text(note),
        _by_day(entries),
        *_by_person(entries),
    ]


def _by_day(entries: Sequence[TimeEntry]) -> Flowable:
    """Every entry by step and day, each step with its sum."""
    rows: list[list[str]] = []
    bands: list[int] = []
    for step in sorted({entry.step for entry in entries}):
        of_step = [entry for entry in entries if entry.step == step]
        bands.append(len(rows))
        rows.append([step_name(step), "", "", _sum(of_step)])
        rows += [_row(entry) for entry in sorted(of_step, key=_place)]
    rows.append([_("Together"), "", "", _sum(entries)])
    head = [_("Date"), _("Reviewer"), _("Work"), _("Hours")]
    return ruled_table(head, rows, HOURS, bands=bands, strong=(len(rows) - 1,))


def _place(entry: TimeEntry) -> tuple[Any, ...]:
    return (entry.worked_on, entry.reviewer.name, entry.activity, -entry.minutes)


def _row(entry: TimeEntry) -> list[str]:
    day = short_day(entry.worked_on, i18n.language())
    return [day, entry.reviewer.name, str(ACTIVITIES[entry.activity]), hours(entry.minutes)]


def _sum(entries: Sequence[TimeEntry]) -> str:
    return hours(sum(entry.minutes for entry in entries))


def _by_person(entries: Sequence[TimeEntry]) -> list[Flowable]:
    """The hours of each reviewer, when there are several."""
    people: dict[str, list[TimeEntry]] = defaultdict(list)
    for entry in entries:
        people[entry.reviewer.name].append(entry)
    if len(people) == 1:
        return []
    rows = [[name, _sum(of_one)] for name, of_one in sorted(people.items())]
    rows.append([_("Together"), _sum(entries)])
    table = ruled_table([_("Reviewer"), _("Hours")], rows, PEOPLE, strong=(len(rows) - 1,))
    return [KeepTogether([section(_("By reviewer")), table])]
