"""Elements of a file from the bank, asked by plain names whatever the version of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{0,5})?|\.[0-9]{1,5}")
_DEEPEST = 5  # steps in the longest path that is asked: RltdPties/DbtrAcct/Id/Othr/Id
_DETAIL = "NtryDtls/TxDtls"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a currency, with its sign: what came in is positive."""

    value: Decimal
    currency: str


class Node:
    """An element that is asked by plain names, whatever the version of the file.

    What is below it is walked once and kept by path, as asking lxml path by path costs several
    times as much. What is deeper than any path that is asked, or in another name space, is left
    out; a transfer of a batch is a node of its own.
    """

    __slots__ = ("found", "space")

    def __init__(self, element: Any, space: str | None = None) -> None:
        self.space: str = space or etree.QName(element).namespace or ""
        self.found: dict[str, list[Any]] = {}
        self._walk(element, f"{{{self.space}}}", "", _DEEPEST)

    def _walk(self, element: Any, space: str, above: str, deep: int) -> None:
        start, found = len(space), self.found
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or not tag.startswith(space):
                continue
            path = above + tag[start:]
            found.setdefault(path, []).append(child)
            if deep > 1 and len(child) and not path.endswith(_DETAIL):
                self._walk(child, space, f"{path}/", deep - 1)

    def all(self, path: str) -> list[Node]:
        """Every element at a path."""
        return [Node(each, self.space) for each in self.found.get(path, ())]

    def texts(self, path: str) -> list[str]:
        """The words of every element at a path, as they stand."""
        return [each.text or "" for each in self.found.get(path, ())]

    def text(self, *paths: str, most: int = 140) -> str:
        """The words at the first path that has any, white space folded, and never too long."""
        for path in paths:
            found = self.found.get(path)
            if found and (words := " ".join((found[0].text or "").split())):
                return words[:most]
        return ""

    def day_at(self, path: str) -> date | None:
        """The day at a path, given as a day or as a moment; in Amsterdam when it has a zone."""
        return day(self.text(f"{path}/Dt", f"{path}/DtTm", path))

    def amount(self, *paths: str, sign: int) -> Amount | None:
        """The amount at the first path that is there; raises Refused when it is none."""
        for path in paths:
            if found := self.found.get(path):
                return Amount(sign * _decimal(found[0].text or ""), found[0].get("Ccy", ""))
        return None

    def sign(self, otherwise: int = 1) -> int:
        """1 for what came in, -1 for what went out."""
        return {"CRDT": 1, "DBIT": -1}.get(self.text("CdtDbtInd"), otherwise)


def _decimal(text: str) -> Decimal:
    plain = text.strip()
    if not _AMOUNT.fullmatch(plain):
        raise Refused(_("%(text)s in this file is not an amount.", text=repr(plain[:30])))
    return Decimal(plain)


def day(text: str) -> date | None:
    """The day of a day or a moment, None when there is none; raises Refused when it is no day."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(_("%(text)s in this file is not a day.", text=repr(text[:30]))) from None
    return (found if found.tzinfo is None else found.astimezone(AMSTERDAM)).date()
