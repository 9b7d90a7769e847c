"""A B A B: ours and the floor in turn, with the yard before each pair."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

YARD = 300_000


@dataclass
class Pairs:
    """What was measured, in milliseconds a piece."""

    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    yards: list[float] = field(default_factory=list)


def in_turn(ours: Callable[[], float], floor: Callable[[], float], *, count: int) -> Pairs:
    """Run both so many times in turn; each gives its own milliseconds a piece."""
    found = Pairs()
    for _ in range(count):
        found.yards.append(yard())
        found.ours.append(ours())
        found.floor.append(floor())
    return found


def yard() -> float:
    """Milliseconds for a piece of arithmetic that is always the same."""
    begin = time.perf_counter()
    total = 0
    for number in range(YARD):
        total += number * number % 7
    return (time.perf_counter() - begin) * 1000
