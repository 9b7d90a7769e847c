"""What a batch is made of, as one short name that changes when anything in it does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from lt_admin.core.money import Money

LATEST = 60  # days ahead that a batch may be carried out


@dataclass(frozen=True)
class Paid:
    """One line of a batch, as the second person sees it."""

    end_to_end: str
    statement_id: int
    bill_id: int | None
    holder: str
    iban: str
    cents: int
    remittance: str


def digest_of(number: str, execute_on: date, lines: Iterable[Paid]) -> str:
    """SHA-256 over all that is paid to whom and when."""
    facts = [number, execute_on.isoformat(), *(astuple(each) for each in lines)]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def end_to_end(number: str, position: int) -> str:
    """The name of a payment that comes back on the bank statement: ``B2026-0001-003``."""
    return f"{number}-{position:03}"


def is_above(amount: Money, limit: Money | None) -> bool:
    """Whether an amount is for the board alone; without a limit every amount is."""
    return limit is None or amount > limit
