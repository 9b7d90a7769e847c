"""What people call the things that the log names: ``invoice:12`` is 2026-0012."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, null, select

from lt_admin.core.db import session
from lt_admin.core.orm import Model

# The first of these columns that a table has is what its rows are called ...
LABELS = ("number", "code", "name", "recipient", "holder")
# ... and without a value there, a row is called after the one that this column refers to.
AFTER = (
    *("user_id", "reviewer_id", "supervisor_id", "organisation_id", "payee_id"),
    *("invoice_id", "payment_id", "quote_id", "engagement_id", "request_id", "assignment_id"),
)
ROUNDS = 5


def labels(names: Iterable[str]) -> dict[str, str]:
    """For each ``table:id`` its name, where it has one; a few statements, however many names."""
    found: dict[str, str] = {}
    sought = {name: name for name in names if ":" in name}
    for _ in range(ROUNDS):
        if not sought:
            break
        rows = _look_up(set(sought.values()))
        called = {name: rows.get(place, "") for name, place in sought.items()}
        sought = {name: word for name, word in called.items() if _is_reference(word)}
        found |= {name: word for name, word in called.items() if word and name not in sought}
    return found


def _is_reference(word: str) -> bool:
    table, _, number = word.partition(":")
    return table in Model.metadata.tables and number.isdigit()


def _look_up(references: set[str]) -> dict[str, str]:
    """For each reference its label, or the reference to look at next."""
    ids: dict[str, list[int]] = defaultdict(list)
    for each in filter(_is_reference, references):
        table, _, number = each.partition(":")
        ids[table].append(int(number))
    return {
        f"{name}:{row.id}": row.label or f"{_target(Model.metadata.tables[name])}:{row.after}"
        for name, numbers in sorted(ids.items())
        for row in session.execute(_rows(Model.metadata.tables[name], numbers))
    }


def _rows(table: Table, numbers: list[int]) -> Select[Any]:
    label, after = _first(table, LABELS), _first(table, AFTER)
    return select(table.c.id, label.label("label"), after.label("after")).where(
        table.c.id.in_(numbers)
    )


def _first(table: Table, names: Iterable[str]) -> ColumnElement[Any]:
    found = [table.c[name] for name in names if name in table.c]
    return found[0] if found else null()


def _target(table: Table) -> str:
    """The table that a row without a label of its own is called after."""
    column = _first(table, AFTER)
    keys = getattr(column, "foreign_keys", ())
    return next((key.column.table.name for key in keys), "")
