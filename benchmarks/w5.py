"""W5: a camt.053 statement of 10,000 entries among many open invoices, taken in whole.

Ours is what a person does: send, look, confirm. A second time nothing is new.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from benchmarks import w5_floor
from benchmarks.databases import houses
from benchmarks.pairs import in_turn
from benchmarks.rows import Row, median
from lt_admin.accounts.policy import Role
from lt_admin.bank.models.statements import BankBooking, BankEntry
from lt_admin.bank.queries.files import find_file
from lt_admin.bank.services.files import confirm, read_file
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import PaymentAllocation
from lt_admin.core import audit
from lt_admin.core.db import insert_many, session, transaction
from lt_admin.core.money import Money
from tests.bank.camt_files import credit, statement
from tests.bank.references import reference_of
from tests.billing.invoice_factories import commissioner, one_invoice
from tests.counting import counted
from tests.factories import user_with

ENTRIES, PAYERS = 10_000, 50
EXTRA, PAIRS = {"small": 0, "large": 100_000}, {"small": 3, "large": 3}


def measure(size: str) -> list[Row]:
    """Ours and the floor on each database."""
    return [_measured(name, app, url, size) for name, app, url in houses()]


def _measured(name: str, app: Flask, url: str, size: str) -> Row:
    pairs, facts = PAIRS[size], _Facts()
    with app.app_context(), transaction():
        _many_invoices(2 * pairs * ENTRIES + EXTRA[size])
    turns = iter(range(2 * pairs))
    found = in_turn(
        lambda: _ours(app, next(turns), facts),
        lambda: _floor(app, url, next(turns)),
        count=pairs,
    )
    return Row("W5 a statement", name, found.ours, found.floor, found.yards, facts.told())


def _many_invoices(count: int) -> None:
    """Open invoices of many payers, copied from one that the services made."""
    first = one_invoice(by=user_with(Role.COORDINATOR))
    payers = [commissioner().id for _ in range(PAYERS)]
    session.flush()
    table = Invoice.__table__
    told = dict(session.execute(select(table).where(table.c.id == first.id)).mappings().one())
    told |= {"pdf": None, "pdf_sha256": None, "ubl": None, "ubl_sha256": None}
    del told["id"]
    rows = []
    for place in range(count):
        number = f"2025-{100_000 + place}"
        cents = Money(100_00 + place % 9_000)
        mine = {"number": number, "payment_reference": reference_of(number), "gross": cents}
        rows.append({**told, **mine, "organisation_id": payers[place % PAYERS]})
    insert_many(table, rows)


def transfers(turn: int) -> list[tuple[object, str]]:
    """What comes in, each with the invoice that it truly pays, if any."""
    found = []
    for place in range(turn * ENTRIES, (turn + 1) * ENTRIES):
        number = f"2025-{100_000 + place}"
        amount = f"{Decimal(100_00 + place % 9_000) / 100:.2f}"
        facts = {"ref": f"R{place}", "name": f"Instelling {place % PAYERS}"}
        kind = place % 20
        if kind < 9:
            found.append((credit(amount, structured=reference_of(number), **facts), number))
        elif kind < 16:
            found.append((credit(amount, text=f"factuur {number}", **facts), number))
        elif kind < 18:
            found.append((credit(amount, text=f"9{number} {amount}", **facts), ""))
        else:
            found.append((credit("1.00", text=f"order {number}", **facts), ""))
    return found


def content_of(turn: int) -> bytes:
    """The file of a turn."""
    return statement([each for each, _ in transfers(turn)], name=f"turn-{turn}")


class _Facts:
    """What is counted along the way."""

    def __init__(self) -> None:
        self.statements: list[float] = []
        self.memory: list[int] = []
        self.rates: list[float] = []
        self.right = self.wrong = self.missed = self.again = 0

    def judge(self, turn: int) -> None:
        """Compare what was matched with the truth."""
        truth = {f"R{turn * ENTRIES + n}": paid for n, (_, paid) in enumerate(transfers(turn))}
        for reference, number in _matched(turn):
            self.right += truth.get(reference) == number
            self.wrong += truth.get(reference) != number
        self.missed += sum(bool(paid) for paid in truth.values())

    def told(self) -> dict[str, object]:
        """In words."""
        return {
            "entries a second": round(median(self.rates)),
            "SQL statements in all": median(self.statements),
            "resident memory grew, MiB": self.memory,
            "right, wrong, missed": (self.right, self.wrong, self.missed - self.right),
            "new when it comes again": self.again,
        }


def _matched(turn: int) -> Sequence[tuple[str, str]]:
    wanted = (
        select(BankEntry.bank_reference, Invoice.number)
        .join(BankBooking, BankBooking.entry_id == BankEntry.id)
        .join(PaymentAllocation, PaymentAllocation.payment_id == BankBooking.payment_id)
        .join(Invoice, Invoice.id == PaymentAllocation.invoice_id)
        .where(BankEntry.statement.has(identification=f"turn-{turn}"))
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def _ours(app: Flask, turn: int, facts: _Facts) -> float:
    content, before = content_of(turn), _resident()
    with app.app_context(), counted(app.extensions["engine"]) as sent:
        begin = time.perf_counter()
        with transaction():
            number = read_file(f"{turn}.xml", content, audit.SYSTEM).id
        with transaction():
            confirm(find_file(number), audit.SYSTEM)
        taken = (time.perf_counter() - begin) * 1000
        facts.statements.append(len(sent))
    facts.memory.append(_resident() - before)
    facts.rates.append(ENTRIES / taken * 1000)
    with app.app_context(), transaction():
        facts.judge(turn)
        again = statement([each for each, _ in transfers(turn)], name=f"again-{turn}")
        facts.again += confirm(read_file("again", again, audit.SYSTEM), audit.SYSTEM).entries
    return taken


def _floor(app: Flask, url: str, turn: int) -> float:
    content = content_of(turn)
    begin = time.perf_counter()
    matched = w5_floor.take_in(url, content, f"floor-{turn}")
    taken = (time.perf_counter() - begin) * 1000
    with app.app_context():
        if session.scalars(select(func.count(BankEntry.id))).one() == 0 or not matched:
            raise AssertionError("the floor took nothing in")
    return taken


def _resident() -> int:
    """MiB that this process holds now; at most ever, where the system does not tell."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() // 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
