"""Elements of a file from the bank, asked by plain names whatever the version of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lxml import etree

from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{0,5})?|\.[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a currency, with its sign: what came in is positive."""

    value: Decimal
    currency: str


@lru_cache(maxsize=512)
def _path(space: str, path: str) -> str:
    return "/".join(f"{{{space}}}{step}" for step in path.split("/"))


class Node:
    """An element that is asked by plain names, whatever the version of the file."""

    __slots__ = ("element", "space")

    def __init__(self, element: Any, space: str | None = None) -> None:
        self.element = element
        self.space: str = space or etree.QName(element).namespace or ""

    def all(self, path: str) -> list[Node]:
        """Every element at a path."""
        return [Node(each, self.space) for each in self.element.findall(_path(self.space, path))]

    def text(self, *paths: str, most: int = 140) -> str:
        """The words at the first path that has any, white space folded, and never too long."""
        for path in paths:
            found = self.element.findtext(_path(self.space, path))
            if found and (words := " ".join(found.split())):
                return words[:most]
        return ""

    def day_at(self, path: str) -> date | None:
        """The day at a path, given as a day or as a moment; in Amsterdam when it has a zone."""
        return day(self.text(f"{path}/Dt", f"{path}/DtTm", path))

    def amount(self, *paths: str, sign: int) -> Amount | None:
        """The amount at the first path that is there; raises Refused when it is none."""
        for path in paths:
            found = self.element.find(_path(self.space, path))
            if found is not None:
                return Amount(sign * _decimal(found.text or ""), found.get("Ccy", ""))
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
