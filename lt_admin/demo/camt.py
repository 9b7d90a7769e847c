"""The bank of the demo: an account whose statements are files as a bank writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from lxml import etree

from lt_admin.core.money import Money

CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
IBAN = "NL21TRIO2000888888"
OPENING = Money.euros(25_000)


@dataclass(frozen=True)
class Booking:
    """One line of the bank statement; money that comes in is positive."""

    on: date
    amount: Money
    name: str = ""
    iban: str = ""
    words: str = ""
    structured: str = ""
    end_to_end: str = ""


@dataclass
class Account:
    """What the bank knows: the balance, and what happened since the last statement."""

    balance: Money = OPENING
    number: int = 0
    waiting: list[Booking] = field(default_factory=list)

    def statement(self, until: date) -> bytes:
        """Everything up to and with this day, as the bank writes it (camt.053.001.08)."""
        told = sorted((each for each in self.waiting if each.on <= until), key=lambda b: b.on)
        self.waiting = [each for each in self.waiting if each.on > until]
        opening, self.balance = self.balance, self.balance + Money.total(b.amount for b in told)
        self.number += 1
        return _document(self.number, told, (opening, self.balance), until)


def _document(
    number: int, told: list[Booking], balances: tuple[Money, Money], until: date
) -> bytes:
    root = etree.Element(f"{{{CAMT}}}Document", nsmap={None: CAMT})  # type: ignore[dict-item]  # their stubs
    message = _put(root, "BkToCstmrStmt")
    moment = datetime.combine(until, time(23), UTC).isoformat()
    head, statement = _put(message, "GrpHdr"), _put(message, "Stmt")
    _put(head, "MsgId", f"DEMO{number:06}")
    _put(head, "CreDtTm", moment)
    _put(statement, "Id", f"DEMO-{until.year}-{number:03}")
    _put(statement, "CreDtTm", moment)
    _put(statement, "Acct/Id/IBAN", IBAN)
    first = told[0].on if told else until
    for code, amount, day in (("OPBD", balances[0], first), ("CLBD", balances[1], until)):
        _balance(statement, code, amount, day)
    for place, booking in enumerate(told, start=1):
        _entry(statement, booking, f"DEMO{number:04}{place:03}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _balance(statement: etree._Element, code: str, amount: Money, day: date) -> None:
    balance = _put(statement, "Bal")
    _put(balance, "Tp/CdOrPrtry/Cd", code)
    _amount(balance, amount)
    _put(balance, "Dt/Dt", day.isoformat())


def _entry(statement: etree._Element, booking: Booking, reference: str) -> None:
    entry = _put(statement, "Ntry")
    _amount(entry, booking.amount)
    _put(entry, "Sts/Cd", "BOOK")
    _put(entry, "BookgDt/Dt", booking.on.isoformat())
    _put(entry, "AcctSvcrRef", reference)
    code = _put(entry, "BkTxCd/Prtry")
    _put(code, "Cd", "541")
    _details(_put(entry, "NtryDtls/TxDtls"), booking)


def _details(details: etree._Element, booking: Booking) -> None:
    if booking.end_to_end:
        _put(details, "Refs/EndToEndId", booking.end_to_end)
    if booking.name:
        side = "Dbtr" if booking.amount.cents > 0 else "Cdtr"
        parties = _put(details, "RltdPties")
        _put(parties, f"{side}/Pty/Nm", booking.name)
        _put(parties, f"{side}Acct/Id/IBAN", booking.iban)
    if booking.structured:
        told = _put(details, "RmtInf/Strd/CdtrRefInf")
        _put(told, "Tp/CdOrPrtry/Cd", "SCOR")
        _put(told, "Ref", booking.structured)
    elif booking.words:
        _put(details, "RmtInf/Ustrd", booking.words)


def _amount(parent: etree._Element, amount: Money) -> None:
    cents = abs(amount.cents)
    told = _put(parent, "Amt", f"{cents // 100}.{cents % 100:02}")
    told.set("Ccy", "EUR")
    _put(parent, "CdtDbtInd", "CRDT" if amount.cents >= 0 else "DBIT")


def _put(parent: etree._Element, path: str, text: str | None = None) -> etree._Element:
    """A new element at the end of `parent`, with the elements around it that `path` names."""
    for name in path.split("/"):
        parent = etree.SubElement(parent, f"{{{CAMT}}}{name}")
    parent.text = text
    return parent
