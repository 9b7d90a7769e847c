"""The cells of a list as HTML, painted fast: whatever is the same for every row is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from flask import get_template_attribute, url_for
from markupsafe import Markup, escape

from lt_admin.core import filters, formats
from lt_admin.core.i18n import language

Paint = Callable[[Any], Any]
ANY_ID = 987654321
NOTHING = Markup("")
SMALL = '<br><span class="small muted fw-normal">'


class Painted(Protocol):
    """What painting needs to know of a column."""

    @property
    def key(self) -> str:
        """Its key in the row."""

    @property
    def kind(self) -> str:
        """What stands in it."""

    @property
    def words(self) -> Mapping[Any, Any] | None:
        """Words or badges for the members of an enum."""

    @property
    def link(self) -> str | None:
        """The endpoint it leads to."""

    @property
    def link_key(self) -> str:
        """The name of that endpoint's argument."""

    @property
    def small(self) -> str:
        """The key of the small print beneath."""


# How each kind is written in a language.
SHOW: dict[str, Callable[[Any, str], str]] = {
    "euro": formats.euro,
    "hours": lambda value, _language: formats.hours(int(value)),  # PostgreSQL sums to Decimal
    "day": lambda value, language: formats.short_day(filters.day_of_it(value), language),
    "instant": formats.moment,
    "number": formats.number,
    "percent": formats.percent,
}


def shower(column: Painted) -> Paint:
    """How a value of this column is written, as HTML; None is nothing."""
    words = column.words
    if words is not None:
        badge = get_template_attribute("macros/state.html", "badge")
        write = badge if column.kind == "badge" else escape
        known = {value: write(word) for value, word in words.items()}
        return lambda value: NOTHING if value is None else known.get(value) or _open(words, value)
    show, reader = SHOW.get(column.kind), language()
    if show is None:
        return lambda value: NOTHING if value is None else escape(value)
    return lambda value: NOTHING if value is None else show(value, reader)


def _open(words: Mapping[Any, Any], value: Any) -> Any:
    """The word of a value from words without an end, such as the names of months."""
    return escape(words.get(value, value))


def painter(column: Painted, own: Paint | None) -> Paint:
    """What stands in this column's cell of a row; `own` is a macro of the page's that takes it."""
    if own is not None:
        return own
    show, key, small = shower(column), column.key, column.small
    address = _addresses(column)

    def paint(row: Any) -> Any:
        facts = row._mapping  # noqa: SLF001 - the public name of a row's columns
        inside = show(facts[key])
        if address and inside:
            inside = Markup(f'<a href="{address(row.id)}">{inside}</a>')  # noqa: S704 - all escaped
        if small and facts[small]:
            return Markup(f"{inside}{SMALL}{escape(facts[small])}</span>")  # noqa: S704 - escaped
        return inside

    return paint


def _addresses(column: Painted) -> Callable[[int], str] | None:
    """From an id to an escaped address; built once, because building fifty is slow."""
    if column.link is None:
        return None
    facts: dict[str, Any] = {column.link_key: ANY_ID}
    before, _, after = escape(url_for(column.link, **facts)).partition(str(ANY_ID))
    return lambda identity: f"{before}{identity}{after}"


@dataclass(frozen=True)
class Brush:
    """One column made ready: what stands in its cell, and the attributes of a full or empty one."""

    paint: Paint
    full: Markup
    empty: Markup


def body(rows: Iterable[Any], brushes: list[Brush]) -> Markup:
    """The rows of a table; the first cell of each names its row."""
    first, *others = brushes
    lines = []
    for row in rows:
        name = f'<th scope="row" role="rowheader"{first.full}>{escape(first.paint(row))}</th>'
        painted = [(brush, brush.paint(row)) for brush in others]
        cells = [
            f'<td role="cell"{brush.full if inside else brush.empty}>{escape(inside)}</td>'
            for brush, inside in painted
        ]
        lines.append(f'<tr role="row">{name}{"".join(cells)}</tr>')
    return Markup("\n".join(lines))  # noqa: S704 - every part is escaped
