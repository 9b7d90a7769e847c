"""A year of the books as XML Auditfile Financieel, versions 3.2 and 4.0 (FACTS.md 10)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from lt_admin.books.rules.exports import (
    PERCENTS,
    UNTAXED,
    WITH_PARTY,
    Book,
    Line,
    Tax,
    Written,
    party_key,
    tax_of,
)
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import CHART, Account, Side

SOFTWARE, VERSION, RGS = "lt_admin", "1", "3.7"
JOURNALS: Mapping[Journal, tuple[str, str, str]] = {
    Journal.SALES: ("VRK", "Verkoopboek", "S"),
    Journal.PURCHASES: ("INK", "Inkoopboek", "P"),
    Journal.BANK: ("BNK", "Bankboek", "B"),
    Journal.STRIPE: ("STR", "Stripe", "B"),
    Journal.MEMORIAL: ("MEM", "Memoriaal", "M"),
    Journal.OPENING: ("OPE", "Openingsbalans", "O"),
}
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HOUSE_NUMBER = re.compile(r"(?P<street>.*\S)\s+(?P<number>\d{1,6})\s*(?P<more>\S{0,8})")
DEBTORS = frozenset({Account.DEBTORS, Account.LATE_CHARGES, Account.RECEIPTS_TO_DIVIDE})


@dataclass(frozen=True)
class Form:
    """Where the two versions differ."""

    namespace: str
    is_newer: bool


XAF32 = Form("http://www.auditfiles.nl/XAF/3.2", is_newer=False)
XAF40 = Form(
    "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0",
    is_newer=True,
)


class Node:
    """An element that is being written; what is empty is left out."""

    def __init__(self, element: etree._Element, form: Form) -> None:
        self.element, self.form = element, form

    def below(self, name: str) -> Node:
        """A new element inside this one."""
        return Node(etree.SubElement(self.element, f"{{{self.form.namespace}}}{name}"), self.form)

    def put(self, **texts: object) -> Node:
        """Elements with these texts, in this order."""
        for name, text in texts.items():
            if text not in ("", None):
                self.below(name).element.text = NOT_XML.sub("", str(text))
        return self

    def amount(self, amount: Money, side: Side) -> Node:
        """An amount and its side."""
        return self.put(amnt=_figure(amount), amntTp=side.value)


def to_xaf32(book: Book) -> bytes:
    """The year as XAF 3.2."""
    return _written(book, XAF32)


def to_xaf40(book: Book) -> bytes:
    """The year as XAF 4.0: what the tax service takes from 2027 on."""
    return _written(book, XAF40)


def _written(book: Book, form: Form) -> bytes:
    name = f"{{{form.namespace}}}auditfile"
    spaces: Any = {None: form.namespace}
    root = Node(etree.Element(name, nsmap=spaces), form)
    _header(root.below("header"), book)
    company = root.below("company")
    _ourselves(company, book)
    _parties(company, book)
    _accounts(company.below("generalLedger"))
    _rates(company.below("vatCodes"))
    _periods(company.below("periods"), book.year)
    if book.opening:
        _opening(company.below("openingBalance"), book)
    _transactions(company.below("transactions"), book)
    return etree.tostring(root.element, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _header(header: Node, book: Book) -> None:
    header.put(fiscalYear=book.year, startDate=book.first_day, endDate=book.last_day)
    header.put(curCode="EUR", dateCreated=book.made_on)
    header.put(softwareDesc=SOFTWARE, softwareVersion=VERSION)
    if header.form.is_newer:
        header.put(RGSVersion=RGS)


def _ourselves(company: Node, book: Book) -> None:
    us = book.ours
    company.put(**{"Commercenr" if company.form.is_newer else "companyIdent": us.kvk})
    company.put(companyName=us.name, taxRegistrationCountry="NL", taxRegIdent=us.tax_number)
    found = HOUSE_NUMBER.fullmatch(us.street)
    street, number, more = found.groups() if found else (us.street, "", "")
    address = company.below("streetAddress")
    address.put(streetname=street[:100], number=number, numberExtension=more)
    address.put(city=us.city[:50], postalCode=us.postcode[:10], country="NL")


def _parties(company: Node, book: Book) -> None:
    kinds: dict[str, set[str]] = {}
    for entry in book.entries:
        for line in entry.lines:
            if entry.party and line.account in WITH_PARTY:
                kind = "C" if line.account in DEBTORS else "S"
                kinds.setdefault(entry.party, set()).add(kind)
    if not kinds:
        return
    below = company.below("customersSuppliers")
    for name in sorted(kinds):
        kind = "B" if len(kinds[name]) > 1 else next(iter(kinds[name]))
        party = below.below("customerSupplier")
        party.put(custSupID=party_key(name), custSupName=name[:50], custSupTp=kind)


def _accounts(below: Node) -> None:
    for account in Account:
        sheet = CHART[account]
        each = below.below("ledgerAccount").put(accID=account.value, accDesc=sheet.name)
        each.put(accTp="B" if sheet.is_balance else "P")
        if below.form.is_newer:
            each.put(RGScode=sheet.rgs)
        else:
            each.put(leadCode=sheet.rgs, leadDescription=f"RGS {RGS}", leadReference=sheet.rgs)


def _rates(below: Node) -> None:
    named = {UNTAXED: "Zonder btw", **{c: f"Btw {p} %" for p, c in PERCENTS.items()}}
    for code, words in named.items():
        each = below.below("vatCode").put(vatID=code, vatDesc=words)
        each.put(vatToPayAccID=Account.VAT_DUE.value, vatToClaimAccID=Account.VAT_PAID.value)


def _periods(below: Node, year: int) -> None:
    for month in range(1, 13):
        last = calendar.monthrange(year, month)[1]
        period = below.below("period").put(periodNumber=month)
        period.put(startDatePeriod=date(year, month, 1), endDatePeriod=date(year, month, last))


def _opening(below: Node, book: Book) -> None:
    if not below.form.is_newer:
        below.put(opBalDate=book.first_day, opBalDesc="Beginbalans")
    debits = Money.total(amount for amount in book.opening.values() if amount > ZERO)
    credits_ = Money.total(-amount for amount in book.opening.values() if amount < ZERO)
    _totals(below, len(book.opening), debits, credits_)
    for number, (account, amount) in enumerate(book.opening.items(), start=1):
        line = below.below("obLine").put(nr=number, accID=account.value)
        is_debit = amount > ZERO
        line.amount(amount if is_debit else -amount, Side.DEBIT if is_debit else Side.CREDIT)


def _totals(below: Node, count: int, debits: Money, credits_: Money) -> None:
    below.put(linesCount=count, totalDebit=_figure(debits), totalCredit=_figure(credits_))


def _transactions(below: Node, book: Book) -> None:
    moved = Money.total(entry.total for entry in book.entries)
    _totals(below, sum(len(entry.lines) for entry in book.entries), moved, moved)
    for journal, (key, words, kind) in JOURNALS.items():
        mine = [entry for entry in book.entries if entry.journal is journal]
        if mine:
            made = below.below("journal").put(jrnID=key, desc=words, jrnTp=kind)
            _journal(made, mine)


def _journal(below: Node, entries: Iterable[Written]) -> None:
    for entry in entries:
        made = below.below("transaction").put(nr=entry.number, desc=entry.words)
        made.put(periodNumber=entry.booked_on.month, trDt=entry.booked_on)
        who = "system" if entry.made_by_id is None else f"user {entry.made_by_id}"
        if below.form.is_newer:
            made.put(Source=SOFTWARE, User=who)
        else:
            made.put(sourceID=SOFTWARE, userID=who)
        for number, line in enumerate(entry.lines, start=1):
            _line(made.below("trLine").put(nr=number), entry, line)


def _line(below: Node, entry: Written, line: Line) -> None:
    below.put(accID=line.account.value, docRef=entry.subject, effDate=entry.happened_on)
    below.put(desc=entry.words).amount(line.amount, line.side)
    if entry.party and line.account in WITH_PARTY:
        below.put(custSupID=party_key(entry.party))
    below.put(**{"project" if below.form.is_newer else "projID": entry.about[:35]})
    if (tax := tax_of(entry, line)) is not None:
        _tax(below.below("vat"), tax, line)


def _tax(below: Node, tax: Tax, line: Line) -> None:
    below.put(vatID=tax.code, vatPerc=f"{tax.percent}.000")
    below.put(vatAmnt=_figure(tax.amount), vatAmntTp=line.side.value)


def _figure(amount: Money) -> str:
    return f"{amount.cents // 100}.{amount.cents % 100:02}"
