"""Paging by key: the next page starts after the last row seen, however many came before.

Right with equal and with missing values: the last key is unique, and rows without a value come
last in either order. The place in a list travels in the address, signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Column, ColumnElement, Row, Select, and_, case, or_, tuple_

from lt_admin.core.db import session
from lt_admin.core.money import Money

PAGE_SIZE = 50


@dataclass(frozen=True)
class Key:
    """One expression of an order."""

    value: Any
    is_down: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page begins: the keys of the row that it follows, or precedes when `is_back`."""

    values: list[Any]
    is_back: bool = False


@dataclass(frozen=True)
class Slice:
    """The rows of one page in order, and the places before and after it, if there are any."""

    rows: Sequence[Row[Any]]
    before: Place | None
    after: Place | None


def order_by(value: Any, unique: Any, *, is_down: bool) -> list[Key]:
    """The keys for an order by `value`; ties are settled by `unique`, rows without value last."""
    keys = [Key(value, is_down), Key(unique, is_down)]
    if _may_be_missing(value, unique):
        return [Key(case((value.is_(None), 1), else_=0)), *keys]
    return keys


def _may_be_missing(value: Any, unique: Any) -> bool:
    """Whether a row can lack the value: unless it is a required column of the list's own table."""
    column = getattr(value, "expression", value)
    own = getattr(unique, "expression", unique)
    is_own = isinstance(column, Column) and column.table is own.table
    return not is_own or bool(column.nullable)


def read_slice(query: Select[Any], keys: list[Key], place: Place | None) -> Slice:
    """One page of `query`, in one statement."""
    is_back = place is not None and place.is_back
    towards = [Key(key.value, key.is_down != is_back) for key in keys]
    labelled = [key.value.label(f"key_{n}") for n, key in enumerate(keys)]
    query = query.add_columns(*labelled).limit(PAGE_SIZE + 1)
    query = query.order_by(*(k.value.desc() if k.is_down else k.value.asc() for k in towards))
    if place is not None and len(place.values) == len(keys):
        query = query.where(_beyond(towards, place.values))
    found = session.execute(query).all()
    rows = found[:PAGE_SIZE][::-1] if is_back else found[:PAGE_SIZE]
    return _slice(rows, len(keys), has_more=len(found) > PAGE_SIZE, place=place)


def _slice(rows: Sequence[Row[Any]], size: int, *, has_more: bool, place: Place | None) -> Slice:
    if not rows:
        return Slice(rows, None, None)
    is_back = place is not None and place.is_back
    has_before = has_more if is_back else place is not None
    first, last = list(rows[0][-size:]), list(rows[-1][-size:])
    return Slice(
        rows,
        before=Place(first, is_back=True) if has_before else None,
        after=Place(last) if has_more or is_back else None,
    )


def _beyond(keys: list[Key], values: list[Any]) -> ColumnElement[bool]:
    """The condition for rows that come after these values, in the order of the keys."""
    if len({key.is_down for key in keys}) == 1 and None not in values:
        row = tuple_(*(key.value for key in keys))
        return row < tuple_(*values) if keys[0].is_down else row > tuple_(*values)
    cases: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for key, value in zip(keys, values, strict=True):
        if value is not None:
            further = key.value < value if key.is_down else key.value > value
            cases.append(and_(*same, further))
        same.append(key.value.is_(None) if value is None else key.value == value)
    return or_(*cases)


# How values of keys are written in an address: a letter for the type, and a text.
_WRITTEN: tuple[tuple[str, type, Any, Any], ...] = (
    ("t", datetime, datetime.isoformat, datetime.fromisoformat),
    ("d", date, date.isoformat, date.fromisoformat),
    ("m", Money, lambda money: money.cents, Money),
    ("n", Decimal, str, Decimal),
)


def _write(value: Any) -> Any:
    for letter, kind, write, _read in _WRITTEN:
        if isinstance(value, kind):
            return [letter, write(value)]
    return value


def _read(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return next(read for letter, _, _, read in _WRITTEN if letter == value[0])(value[1])


def token(place: Place | None, list_name: str, order: str) -> str | None:
    """A place as it stands in an address; good for this list in this order only."""
    if place is None:
        return None
    values = [_write(value) for value in place.values]
    signed = _signer(list_name, order).dumps([place.is_back, values])
    return signed if isinstance(signed, str) else signed.decode()


def place_of(text: str | None, list_name: str, order: str) -> Place | None:
    """The place that an address names; None for none, and for one that was tampered with."""
    if not text:
        return None
    try:
        is_back, values = _signer(list_name, order).loads(text)
    except BadData:
        return None
    return Place([_read(value) for value in values], is_back)


def _signer(list_name: str, order: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"list:{list_name}:{order}")
