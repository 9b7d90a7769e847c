"""camt.053 as banks send it, of any version: read as it stands, cheaply, and judged elsewhere.

Nothing outside the file is ever fetched and no entity is ever expanded. Parts that a version
calls differently or leaves out (BIC or BICFI, a name under Pty, a day with a time) are all taken
(FACTS.md 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from lxml import etree

from lt_admin.bank.rules.nodes import Amount, Node, day
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

MOST_BYTES = 10 * 1024 * 1024
_FORM = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.\d\d)")
_TAGS = tuple(f"{{*}}{name}" for name in ("Document", "Stmt", "Ntry"))
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True, slots=True)
class Words:
    """Who is on the other side, and what was said about it."""

    name: str = ""
    iban: str = ""
    end_to_end: str = ""
    structured: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One transfer within an entry; `amount` is None when the bank does not tell it apart."""

    amount: Amount | None
    words: Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement, as it stands."""

    amount: Amount
    is_booked: bool
    is_reversal: bool
    booked_on: date | None
    reference: str
    batch: str
    text: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance of a kind such as OPBD or CLBD."""

    kind: str
    amount: Amount
    on: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account, as it stands."""

    identification: str
    account: str
    from_on: date | None
    until_on: date | None
    balances: tuple[Balance, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Camt:
    """A whole file: `form` is its kind and version, such as camt.053.001.08."""

    form: str
    statements: tuple[Statement, ...]


class _Reader:
    """What was read so far; every element is let go of as soon as it is read."""

    def __init__(self) -> None:
        self.form = ""
        self.statements: list[Statement] = []
        self.entries: list[Entry] = []

    def take(self, event: str, element: Any) -> None:
        """One beginning or end of an element."""
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if name == "Document":
                self.form = self.form or _form_of(element)
            return
        if name == "Ntry":
            self.entries.append(_entry(Node(element)))
        elif name == "Stmt":
            self.statements.append(_statement(Node(element), tuple(self.entries)))
            self.entries = []
        element.clear()


def parse(content: bytes) -> Camt:
    """Read a file; raises Refused in words when it is none, is broken, hostile or too large."""
    _check_bytes(content)
    reader = _Reader()
    steps: Any = etree.iterparse(BytesIO(content), events=("start", "end"), tag=_TAGS, **_SAFE)
    try:
        for event, element in steps:
            reader.take(event, element)
    except etree.XMLSyntaxError:
        raise Refused(
            _("This file is damaged, or was changed: it cannot be read to the end.")
        ) from None
    if not reader.form:
        raise Refused(_("This is not a bank statement in the form camt.053."))
    if not reader.statements:
        raise Refused(_("There is no statement in this file."))
    return Camt(reader.form, tuple(reader.statements))


def _check_bytes(content: bytes) -> None:
    """Refuse before parsing whatever cannot be a statement."""
    plain = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is too large: a statement can be at most 10 MB."))
    if content.startswith((b"PK", b"\x1f\x8b")):
        raise Refused(_("This file is packed. Unpack it first, and send what is inside."))
    if plain.startswith((b":", b"{1:", b"ABNANL2A")):
        raise Refused(_("This looks like MT940. Ask your bank for camt.053 instead."))
    if not plain.startswith(b"<"):
        raise Refused(_("This is not a bank statement: it holds no XML."))
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise Refused(_("This file says more than a bank statement should (a DTD)."))


def _form_of(document: Any) -> str:
    """The kind and version, from the name space."""
    space = etree.QName(document).namespace or ""
    if found := _FORM.fullmatch(space):
        return found[1]
    if ":camt.05" in space:
        kind = space.rsplit(":", 1)[-1][:8]
        raise Refused(
            _(
                "This is a %(kind)s message. Ask your bank for camt.053, the statement of a day.",
                kind=kind,
            )
        )
    raise Refused(_("This is not a bank statement in the form camt.053."))


def _whole(node: Node) -> Amount:
    found = node.amount("Amt", sign=node.sign())
    if found is None:
        raise Refused(_("An entry or balance in this file has no amount."))
    return found


def _statement(node: Node, entries: tuple[Entry, ...]) -> Statement:
    page = node.text("StmtPgntn/PgNb")
    name = node.text("Id", "ElctrncSeqNb", "LglSeqNb")
    account = node.text("Acct/Id/IBAN", "Acct/Id/Othr/Id").replace(" ", "")
    return Statement(
        identification=f"{name} ({page})" if page not in ("", "1") else name,
        account=account.upper()[:34],
        from_on=day(node.text("FrToDt/FrDt", "FrToDt/FrDtTm")),
        until_on=day(node.text("FrToDt/ToDt", "FrToDt/ToDtTm")),
        balances=tuple(_balance(each) for each in node.all("Bal")),
        entries=entries,
    )


def _balance(node: Node) -> Balance:
    kind = node.text("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
    return Balance(kind, _whole(node), node.day_at("Dt"))


def _entry(node: Node) -> Entry:
    is_reversal = node.text("RvslInd") in ("true", "1")
    sign = node.sign()
    return Entry(
        amount=_whole(node),
        is_booked=node.text("Sts/Cd", "Sts/Prtry", "Sts") in ("BOOK", ""),
        is_reversal=is_reversal,
        booked_on=node.day_at("BookgDt") or node.day_at("ValDt"),
        reference=node.text("AcctSvcrRef", "NtryRef", most=70),
        batch=node.text("NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId", most=70),
        text=node.text("AddtlNtryInf", most=500),
        details=tuple(_details(node, sign, is_reversal=is_reversal)),
    )


def _details(node: Node, sign: int, *, is_reversal: bool) -> Iterator[Detail]:
    for each in node.all("NtryDtls/TxDtls"):
        own = each.sign(sign)
        amount = each.amount("Amt", "AmtDtls/TxAmt/Amt", sign=own)
        # A reversal tells the parties of the transfer that is taken back.
        yield Detail(amount, _words(each, "Dbtr" if (own > 0) != is_reversal else "Cdtr"))


def _words(node: Node, side: str) -> Words:
    parties, account = "RltdPties", f"RltdPties/{side}Acct/Id"
    iban = node.text(f"{account}/IBAN", f"{account}/Othr/Id").replace(" ", "").upper()
    return Words(
        name=node.text(
            *(f"{parties}/{side}/Nm", f"{parties}/{side}/Pty/Nm"),
            *(f"{parties}/Ultmt{side}/Nm", f"{parties}/Ultmt{side}/Pty/Nm"),
        ),
        iban=iban[:34],
        end_to_end=_given(node.text("Refs/EndToEndId", most=70)),
        structured=node.text("RmtInf/Strd/CdtrRefInf/Ref", most=35).replace(" ", ""),
        text=_said(node),
    )


def _given(reference: str) -> str:
    return "" if reference in ("NOTPROVIDED", "NOT PROVIDED") else reference


def _said(node: Node) -> str:
    """The free words, and every structured reference but the first: all of what was said."""
    found = node.texts("RmtInf/Ustrd")
    found += node.texts("RmtInf/Strd/CdtrRefInf/Ref")[1:]
    found += node.texts("RmtInf/Strd/AddtlRmtInf")
    words = " ".join(" ".join(found).split())[:1000]
    return words or node.text("AddtlTxInf", most=500)
