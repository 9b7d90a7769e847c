"""Lists: declared once beside the query; sorted, filtered, paged by key and exported alike.

    INVOICES = Listing(
        "invoices",
        key=Invoice.id,
        order="-issued",
        columns=(
            Column("number", _l("Number"), Invoice.number, link="billing.invoice"),
            Column("issued", _l("Date"), Invoice.issued_on, kind="day"),
            Column("state", _l("State"), Invoice.state, kind="badge", words=INVOICE_BADGES),
            Column("net", _l("Amount"), Invoice.net, kind="euro", total=True),
        ),
        filters=(
            Search("q", _l("Search"), (Invoice.number, Organisation.name)),
            Days("from", _l("From"), lambda day: Invoice.issued_on >= day),
            Choice("state", _l("State"), INVOICE_WORDS, lambda state: Invoice.state == state),
        ),
    )

A query gives the rows and their row rules, ``select().select_from(Invoice).join(...).where(...)``;
a view is one line: ``return show(queries.INVOICES, queries.invoices_seen_by(user), "x.html")``,
and the page two macros of macros/list.html: ``lists.filters(page)`` and ``lists.table(page)``.
A page costs one statement, and one more when there are totals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from lt_admin.core import clock, exports, typed
from lt_admin.core.cells import Brush, body, painter, shower
from lt_admin.core.db import session
from lt_admin.core.i18n import language
from lt_admin.core.paging import Place, order_by, place_of, read_slice, token

Kind = Literal["text", "code", "euro", "hours", "day", "instant", "number", "percent", "badge"]


@dataclass(frozen=True)
class Column:
    """One column: its key in the row and in the address, its heading, and what it selects.

    `sort` is what to sort by when that is not the value itself (``func.lower(name)``), and False
    for a column that does not sort; it may be no aggregate. `words` maps the members of an enum
    to words, or to Badges with kind ``badge``. `link` is an endpoint and `link_key` the name of
    its argument, filled with the row's id. `small` is the key of a column whose words stand
    beneath these in small print. `card` is what a phone shows: ``cell``, ``wide`` (no label) or
    ``hide``; a ``carried`` column is not shown but for `small` or a cell of one's own, and stands
    in the exports when it has a label.
    """

    key: str
    label: Any
    value: Any
    kind: Kind = "text"
    sort: Any = None
    words: Mapping[Any, Any] | None = None
    link: str | None = None
    link_key: str = ""
    small: str = ""
    total: bool = False
    card: Literal["cell", "wide", "hide", "carried"] = "cell"

    @property
    def sorts_by(self) -> Any:
        """The expression to sort by, or False."""
        return self.value if self.sort is None else self.sort

    @property
    def css(self) -> str:
        """The classes of its cells."""
        figures = {"euro": "num", "hours": "num", "number": "num", "percent": "num"}
        whole = {"code": "code", "day": "date", "instant": "date", "badge": "is-state"}
        own = {**figures, **whole}.get(self.kind, "")
        return f"{own} {'wide' if self.card == 'wide' else ''}".strip()

    def look(self, *, is_empty: bool, is_first: bool) -> Markup:
        """The attributes of its cells: the label that a phone shows, and the classes."""
        label = "" if is_first or self.card == "wide" or self.kind == "badge" else self.label
        css = f"{self.css} hide-phone" if is_empty or self.card == "hide" else self.css
        found = {"data-label": label, "class": css.strip()}
        return Markup("").join(
            Markup(' {}="{}"').format(name, value) for name, value in found.items() if value
        )


@dataclass(frozen=True)
class Search:
    """A text that may stand in any of the columns, in capitals or not."""

    key: str
    label: Any
    columns: tuple[Any, ...]
    hint: Any = ""
    shape = "search"

    def where(self, text: str) -> ColumnElement[bool]:
        """Somewhere in one of the columns."""
        return or_(*(column.icontains(text, autoescape=True) for column in self.columns))


@dataclass(frozen=True)
class Choice:
    """One of the keys of `words`, usually the members of an enum."""

    key: str
    label: Any
    words: Mapping[Any, Any]
    condition: Callable[[Any], ColumnElement[bool]]
    shape = "choice"

    def where(self, text: str) -> ColumnElement[bool]:
        """The condition for the member of that value; raises typed.NotUnderstood."""
        for member in self.words:
            if str(member) == text:
                return self.condition(member)
        raise typed.NotUnderstood


@dataclass(frozen=True)
class Days:
    """A date, typed as in forms."""

    key: str
    label: Any
    condition: Callable[[date], ColumnElement[bool]]
    shape = "day"

    def where(self, text: str) -> ColumnElement[bool]:
        """The condition for that date; raises typed.NotUnderstood."""
        return self.condition(typed.day(text))


Filter = Search | Choice | Days


@dataclass(frozen=True)
class Asked:
    """What the address asks of a list; `errors` says which filters were not understood."""

    order: str
    texts: dict[str, str]
    conditions: list[ColumnElement[bool]]
    errors: dict[str, str]
    place: Place | None


@dataclass(frozen=True)
class Page:
    """One page of a list, ready to show."""

    listing: Listing
    asked: Asked
    rows: Sequence[Row[Any]]
    before: str | None
    after: str | None
    count: int | None = None
    totals: Mapping[str, Any] = field(default_factory=dict)

    def address(self, **changes: str | None) -> str:
        """This list with other facts in the address; filters and order stay."""
        facts: dict[str, Any] = {**self.asked.texts, "sort": self.asked.order, **changes}
        if facts["sort"] == self.listing.order:
            del facts["sort"]
        return url_for(str(request.endpoint), **(request.view_args or {}), **facts)

    def body(self, own: Mapping[str, Any]) -> Markup:
        """The rows as HTML; `own` maps a column to a macro of the page's, which takes the row."""
        brushes = [
            Brush(painter(column, own.get(column.key)), *looks)
            for place, column in enumerate(self.listing.shown)
            for looks in [[column.look(is_empty=e, is_first=not place) for e in (False, True)]]
        ]
        return body(self.rows, brushes)

    def total(self, column: Column) -> Any:
        """The total of a column, as its cells are written."""
        return shower(column)(self.totals[column.key])


@dataclass(frozen=True)
class Listing:
    """A list as declared: `key` is a unique column, `order` a column's key (``-key``: down)."""

    name: str
    key: Any
    columns: tuple[Column, ...]
    order: str
    filters: tuple[Filter, ...] = ()

    @property
    def shown(self) -> list[Column]:
        """The columns that the page shows."""
        return [column for column in self.columns if column.card != "carried"]

    def ask(self, args: Mapping[str, str]) -> Asked:
        """Understand an address; what does not fit is left out, and pointed out."""
        order = args.get("sort", "")
        if order.removeprefix("-") not in {c.key for c in self.columns if c.sorts_by is not False}:
            order = self.order
        texts = {f.key: args[f.key].strip() for f in self.filters if args.get(f.key, "").strip()}
        conditions, errors = [], {}
        for each in self.filters:
            if each.key in texts:
                try:
                    conditions.append(each.where(texts[each.key]))
                except typed.NotUnderstood as error:
                    errors[each.key] = str(error)
        return Asked(order, texts, conditions, errors, place_of(args.get("at"), self.name, order))

    def selected(self, base: Select[*tuple[Any, ...]], asked: Asked) -> Select[Any]:
        """The rows of `base` that were asked for, with the columns, in no order yet."""
        columns = [column.value.label(column.key) for column in self.columns]
        return base.add_columns(self.key.label("id"), *columns).where(*asked.conditions)

    def page(self, base: Select[*tuple[Any, ...]], asked: Asked) -> Page:
        """The rows at the asked place; totals are of the whole list."""
        found = read_slice(self.selected(base, asked), self._keys(asked), asked.place)
        count, totals = self._totals(base, asked)
        before, after = (token(p, self.name, asked.order) for p in (found.before, found.after))
        return Page(self, asked, found.rows, before, after, count, totals)

    def everything(self, base: Select[*tuple[Any, ...]], asked: Asked) -> Sequence[Row[Any]]:
        """All rows that were asked for, in the asked order: for an export."""
        keys = [key.value.desc() if key.is_down else key.value for key in self._keys(asked)]
        return session.execute(self.selected(base, asked).order_by(*keys)).all()

    def _keys(self, asked: Asked) -> Any:
        column = next(c for c in self.columns if c.key == asked.order.removeprefix("-"))
        return order_by(column.sorts_by, self.key, is_down=asked.order.startswith("-"))

    def _totals(
        self, base: Select[*tuple[Any, ...]], asked: Asked
    ) -> tuple[int | None, dict[str, Any]]:
        summed = [column for column in self.columns if column.total]
        if not summed:
            return None, {}
        rows = self.selected(base, asked).order_by(None).subquery()
        sums = [func.sum(rows.c[column.key]).label(column.key) for column in summed]
        count, *values = session.execute(select(func.count(), *sums)).one()
        return count, {c.key: v for c, v in zip(summed, values, strict=True) if v is not None}


def show(
    listing: Listing, base: Select[*tuple[Any, ...]], template: str, **more: Any
) -> ResponseReturnValue:
    """The page of a list, or the whole list as a file when the address says ``as=csv`` or xlsx."""
    asked = listing.ask(request.args)
    if is_file_asked():
        shown = [column for column in listing.columns if column.label]
        return as_file(listing.name, shown, listing.everything(base, asked))
    return render_template(template, page=listing.page(base, asked), **more)


def is_file_asked() -> bool:
    """Whether the address asks for a file."""
    return request.args.get("as", "") in exports.FORMATS


def as_file(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> Response:
    """The rows as the file that the address asks for (``as=csv`` or xlsx)."""
    write = exports.FORMATS[request.args["as"]]
    content = write.write(columns, rows, language())
    name = f"{name}-{clock.today():%Y-%m-%d}.{write.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=write.mimetype, headers=headers)
