"""The file that asks the bank to pay: pain.001.001.09, and .03 for banks that are late.

Nothing is decided here: what is in an Order stands in the file, in plain letters (FACTS.md 9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.money import Money
from lt_admin.payouts.rules.transliteration import plain

FORMS = ("pain.001.001.09", "pain.001.001.03")
LONGEST_NAME = 70
_NEW = FORMS[0]
_EEA = frozenset(
    re.findall("..", "ATBEBGHRCYCZDKEEFIFRDEGRHUIEITLVLTLUMTNLPLPTROSKSIESSEISLINO")  # ISO 3166
)


@dataclass(frozen=True)
class Address:
    """Where a payee outside the EEA lives; at least the town."""

    street: str
    postcode: str
    town: str


@dataclass(frozen=True)
class Payment:
    """One amount to one account."""

    end_to_end: str
    amount: Money
    name: str
    iban: str
    words: str
    address: Address


@dataclass(frozen=True)
class Order:
    """All of one file: from our account, on one day. `made_at` is an aware instant."""

    message: str
    made_at: datetime
    execute_on: date
    name: str
    iban: str
    payments: tuple[Payment, ...]

    @property
    def total(self) -> Money:
        """The control sum."""
        return Money.total(each.amount for each in self.payments)


def is_in_eea(iban: str) -> bool:
    """Whether an account is held inside the EEA: then the file holds no address."""
    return iban[:2] in _EEA


def write(order: Order, form: str) -> bytes:
    """The file in one of FORMS; the same order makes the same bytes."""
    space = f"urn:iso:std:iso:20022:tech:xsd:{form}"
    spaces: Any = {None: space}
    root = etree.Element(f"{{{space}}}Document", nsmap=spaces)
    body = _Node(root).add("CstmrCdtTrfInitn")
    _header(body.add("GrpHdr"), order)
    _information(body.add("PmtInf"), order, form)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


class _Node:
    """An element that others are added to, in its own name space."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.space = etree.QName(element).namespace

    def add(self, path: str, text: str = "", **facts: str) -> _Node:
        """Elements within each other, the last with a text; gives the last."""
        found = self.element
        for tag in path.split("/"):
            found = etree.SubElement(found, f"{{{self.space}}}{tag}")
        found.text = text or None
        found.attrib.update(facts)
        return _Node(found)


def _header(node: _Node, order: Order) -> None:
    node.add("MsgId", order.message)
    made = order.made_at.astimezone(AMSTERDAM).replace(tzinfo=None, microsecond=0)
    node.add("CreDtTm", made.isoformat())
    _sums(node, order)
    node.add("InitgPty/Nm", plain(order.name, LONGEST_NAME))


def _sums(node: _Node, order: Order) -> None:
    node.add("NbOfTxs", str(len(order.payments)))
    node.add("CtrlSum", _euros(order.total))


def _information(node: _Node, order: Order, form: str) -> None:
    node.add("PmtInfId", f"{order.message}-1")
    node.add("PmtMtd", "TRF")
    node.add("BtchBookg", "false")  # each payment is a line of its own on the statement
    _sums(node, order)
    node.add("PmtTpInf/SvcLvl/Cd", "SEPA")
    day = "ReqdExctnDt/Dt" if form == _NEW else "ReqdExctnDt"
    node.add(day, order.execute_on.isoformat())
    node.add("Dbtr/Nm", plain(order.name, LONGEST_NAME))
    node.add("DbtrAcct/Id/IBAN", order.iban)
    node.add("DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")
    node.add("ChrgBr", "SLEV")
    for each in order.payments:
        _payment(node.add("CdtTrfTxInf"), each)


def _payment(node: _Node, payment: Payment) -> None:
    node.add("PmtId/EndToEndId", payment.end_to_end)
    node.add("Amt/InstdAmt", _euros(payment.amount), Ccy="EUR")
    creditor = node.add("Cdtr")
    creditor.add("Nm", plain(payment.name, LONGEST_NAME))
    if not is_in_eea(payment.iban):
        _address(creditor.add("PstlAdr"), payment)
    node.add("CdtrAcct/Id/IBAN", payment.iban)
    node.add("RmtInf/Ustrd", plain(payment.words))


def _address(node: _Node, payment: Payment) -> None:
    """Structured, as unstructured ones are refused from 2026-11-15."""
    address = payment.address
    if address.street:
        node.add("StrtNm", plain(address.street, 70))
    if address.postcode:
        node.add("PstCd", plain(address.postcode, 16))
    node.add("TwnNm", plain(address.town, 35))
    node.add("Ctry", payment.iban[:2])


def _euros(amount: Money) -> str:
    return f"{amount.cents // 100}.{amount.cents % 100:02}"
