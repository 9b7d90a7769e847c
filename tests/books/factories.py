"""Books to test with: what happened, written by the ledger itself."""

from __future__ import annotations

from datetime import date

from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post

MAY = date(2025, 5, 20)
PARTY = "Gemeente Vossendam (demo)"


def move(debit, credit, amount):
    return Move(debit, credit, Money.euros(amount))


def booked(*moves, on=MAY, by="system", **facts):
    """An entry with these moves; a sale to a municipality unless the facts say otherwise."""
    standard = {
        "event": "invoice:issued",
        "subject": the_foundation(),
        "on": on,
        "journal": Journal.SALES,
        "words": "Invoice 2025-0001",
        "party": PARTY,
        "about": "LT-2025-001",
    }
    return post(Occasion(**standard | facts), moves, by=by)


def sold(on=MAY, net="1000", vat="210", **facts):
    """An invoice."""
    sale = move(Account.DEBTORS, Account.REVIEWS, net)
    return booked(sale, move(Account.DEBTORS, Account.VAT_DUE, vat), on=on, **facts)


def received(on=MAY, amount="1210", **facts):
    """Money on the bank that pays an invoice."""
    facts = {"event": "payment:recorded", "journal": Journal.BANK, "words": "Receipt"} | facts
    return booked(move(Account.BANK, Account.DEBTORS, amount), on=on, **facts)


def opened(on=date(2025, 1, 1), amount="500"):
    """An opening balance."""
    facts = {"journal": Journal.OPENING, "words": "Opening balance", "party": "", "about": ""}
    moves = move(Account.BANK, Account.RESERVE, amount)
    return booked(moves, on=on, event="books:opened", **facts)


def a_year():
    """A year with every kind of line, after one that left something over."""
    sold(date(2024, 12, 1), net="100", vat="21", words='Invoice "2024-0001" = <a> & b')
    opened()
    sold()
    received()
    booked(move(Account.DEBTORS, Account.REVIEWS_UNTAXED, "80"), words="=1+1")
    facts = {"journal": Journal.PURCHASES, "party": "Naam van een zzp'er (demo)"}
    booked(move(Account.COMPENSATION, Account.PAYEES, "700"), **facts)
    booked(
        move(Account.REVIEWS, Account.DEBTORS, "10"), move(Account.VAT_DUE, Account.DEBTORS, "2.10")
    )
