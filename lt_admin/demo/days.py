"""How the hours of a scenario are spread over days: whole quarters, on working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

QUARTER = 15
LONGEST_DAY = 4 * 60 + 30


def minutes(hours: str) -> int:
    """Decimal hours as whole minutes; DOMAIN.md 4 writes ``39.75``."""
    return int(Decimal(hours) * 60)


def working_days(first: date, last: date) -> list[date]:
    """Monday to Friday, both ends included."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def spread(total: int, days: list[date]) -> Iterator[tuple[date, int]]:
    """Divide minutes over days, evenly spaced; as few days as a day's length allows."""
    quarters = total // QUARTER
    count = min(len(days), max(1, -(-total // LONGEST_DAY)))
    chosen = [days[n * len(days) // count] for n in range(count)]
    for place, day in enumerate(chosen):
        part = quarters * (place + 1) // count - quarters * place // count
        if part:
            yield day, part * QUARTER


def over_steps(total: int, weights: list[int]) -> list[int]:
    """Divide minutes over steps by their planned hours, in whole quarters; the last takes rest."""
    quarters, whole = total // QUARTER, sum(weights)
    ends = [quarters * sum(weights[: n + 1]) // whole for n in range(len(weights))]
    return [(end - start) * QUARTER for start, end in zip([0, *ends[:-1]], ends, strict=True)]
