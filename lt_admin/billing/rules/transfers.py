"""The code that a banking app reads from a screen, as one path of squares."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around a code


@dataclass(frozen=True)
class Squares:
    """A QR code of `size` by `size` modules, white edge included; `path` draws the dark ones."""

    size: int
    path: str


def squares(content: str) -> Squares:
    """A QR code with error correction M, as the EPC asks (EPC069-12)."""
    matrix = segno.make(content, error="m", micro=False, boost_error=False).matrix
    drawn = [
        f"M{column + QUIET} {line + QUIET}h1v1h-1z"
        for line, row in enumerate(matrix)
        for column, is_dark in enumerate(row)
        if is_dark
    ]
    return Squares(len(matrix) + 2 * QUIET, "".join(drawn))
