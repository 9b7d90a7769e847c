from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from lt_admin.core import exports
from lt_admin.core.badges import Badge
from lt_admin.core.listing import Column
from lt_admin.core.money import Money


@pytest.mark.parametrize(
    ("kind", "value", "dutch", "english"),
    [
        ("euro", Money(-123450), "-1234,50", "-1234.50"),
        ("hours", 435, "7,25", "7.25"),
        ("hours", -15, "-0,25", "-0.25"),
        ("percent", Fraction(1, 3), "0,3333", "0.3333"),
        ("day", date(2026, 11, 2), "2026-11-02", "2026-11-02"),
        ("instant", datetime(2026, 7, 1, 22, 30, tzinfo=UTC), *["2026-07-02 00:30"] * 2),
        ("number", 1234, "1234", "1234"),
        ("number", Decimal("1.5"), "1,50", "1.50"),
        ("text", "a;b", '"a;b"', "a;b"),
        ("text", None, *['""'] * 2),
    ],
)
def test_every_kind_of_cell_has_its_form(kind, value, dutch, english):
    columns, rows = [Column("x", "X", None, kind=kind)], [SimpleNamespace(x=value)]

    assert exports.to_csv(columns, rows, "nl").decode().splitlines()[1] == dutch
    assert exports.to_csv(columns, rows, "en").decode().splitlines()[1] == english


@pytest.mark.parametrize("word", ["open", Badge("open")])
def test_an_enum_is_written_in_words(word):
    columns = [Column("x", "X", None, words={"o": word})]

    assert exports.value_of(columns[0], SimpleNamespace(x="o")) == "open"
