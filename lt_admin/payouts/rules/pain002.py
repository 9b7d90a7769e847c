"""pain.002 as banks send it, of any version: what became of a file of ours.

Nothing outside the file is ever fetched and no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

MOST_BYTES = 10 * 1024 * 1024
REJECTED = "RJCT"
_SPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.\d\d")
_SUM = re.compile(r"[0-9]{1,15}(\.[0-9]{1,5})?")


@dataclass(frozen=True)
class Answer:
    """What became of one payment, by its own name; the reason in the words of the bank."""

    end_to_end: str
    status: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What became of a file; `status` is its own, or that of the part that was refused."""

    message: str
    status: str
    reason: str
    count: int | None  # how many payments our file had, as the bank saw it
    total: Decimal | None
    answers: tuple[Answer, ...]

    @property
    def is_rejected(self) -> bool:
        """Whether nothing of the file is paid."""
        return self.status == REJECTED


def read(content: bytes) -> Report:
    """Read a file; raises Refused in words when it is none, is broken, hostile or too large."""
    root = _root(content)
    found = _first(root, "OrgnlGrpInfAndSts")
    message = _text(found, "OrgnlMsgId")
    if not message:
        raise Refused(_("This file does not say which of our files it is about."))
    parts = list(root.iter("{*}OrgnlPmtInfAndSts"))
    status, reason = _text(found, "GrpSts"), _reason(found)
    if parts and all(_text(each, "PmtInfSts") == REJECTED for each in parts):
        status, reason = REJECTED, reason or _reason(parts[0])
    count, total = _text(found, "OrgnlNbOfTxs"), _text(found, "OrgnlCtrlSum")
    return Report(
        message=message,
        status=(status or _text(parts[0] if parts else None, "PmtInfSts"))[:8],
        reason=reason,
        count=int(count) if re.fullmatch(r"[0-9]{1,15}", count) else None,
        total=Decimal(total) if _SUM.fullmatch(total) else None,
        answers=tuple(_answers(root)),
    )


def _root(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is too large: at most 10 MB."))
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise Refused(_("This file says more than a message of the bank should (a DTD)."))
    safe: Any = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.parse(BytesIO(content), safe).getroot()
    except etree.XMLSyntaxError:
        raise Refused(_("This file cannot be read: it is damaged, or no XML.")) from None
    if not _SPACE.fullmatch(etree.QName(root).namespace or ""):
        raise Refused(_("This is not a status message of the bank in the form pain.002."))
    return root


def _answers(root: Any) -> Iterator[Answer]:
    for each in root.iter("{*}TxInfAndSts"):
        name, status = _text(each, "OrgnlEndToEndId"), _text(each, "TxSts")
        if name and status:
            yield Answer(name, status, _reason(each))


def _reason(node: Any) -> str:
    """The code and the words of the first reason."""
    found = _first(node, "StsRsnInf")
    words = (_text(found, "Rsn/{*}Cd"), _text(found, "Rsn/{*}Prtry"), _text(found, "AddtlInf"))
    return " ".join(each for each in words if each)[:200]


def _first(node: Any, path: str) -> Any:
    """The first element at a path below this one or, for the root, below its message."""
    if node is None:
        return None
    return (
        node.find(f"{{*}}{path}") if node.getparent() is not None else node.find(f".//{{*}}{path}")
    )


def _text(node: Any, path: str) -> str:
    found = _first(node, path)
    return "" if found is None else " ".join((found.text or "").split())[:140]
