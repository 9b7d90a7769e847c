"""``python -m benchmarks [small|large] [w1 ...]``: run every workload that is there."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.rows import Row

SIZES = ("small", "large")


def modules(only: Sequence[str]) -> list[str]:
    """The workloads, in order of their numbers."""
    names = [path.stem for path in Path(__file__).parent.glob("w*.py")]
    known = [name for name in names if name[1:].isdigit()]
    return sorted((n for n in known if not only or n in only), key=lambda n: int(n[1:]))


def measured(size: str, only: Sequence[str]) -> Iterator[Row]:
    """What each workload tells, as it comes."""
    for name in modules(only):
        yield from importlib.import_module(f"benchmarks.{name}").measure(size)


def main(words: Sequence[str]) -> None:
    """Tell what was measured, line by line."""
    size = next((word for word in words if word in SIZES), SIZES[0])
    print(f"size {size}, load {os.getloadavg()[0]:.1f}", flush=True)
    for row in measured(size, [word for word in words if word not in SIZES]):
        print(row, flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
