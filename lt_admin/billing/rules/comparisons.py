"""What differs between two versions of the same thing, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lt_admin.core.i18n import gettext as _


@dataclass(frozen=True)
class Said:
    """One line of one version: what it is called, how it reads, and how much it is."""

    label: str
    text: str
    amount: int | None = None  # minutes or cents; None when the line is no amount


@dataclass(frozen=True)
class Difference:
    """One line in both versions; `words` is empty when they say the same."""

    label: str
    before: str
    after: str
    words: str

    @property
    def is_changed(self) -> bool:
        """Whether the two say something else."""
        return bool(self.words)


def differences(
    before: Mapping[Any, Said], after: Mapping[Any, Said], more: Callable[[int], str]
) -> list[Difference]:
    """Every line of either version, in the order of the first; `more` words what was added."""
    keys = [*before, *(key for key in after if key not in before)]
    return [_difference(before.get(key), after.get(key), more) for key in keys]


def _difference(before: Said | None, after: Said | None, more: Callable[[int], str]) -> Difference:
    known = before or after
    assert known is not None  # noqa: S101 - a key comes from one of the two
    old, new = (each.text if each else "" for each in (before, after))
    return Difference(known.label, old, new, _words(before, after, more))


def _words(before: Said | None, after: Said | None, more: Callable[[int], str]) -> str:
    if before is None:
        return _("new")
    if after is None:
        return _("taken out")
    if before.text == after.text:
        return ""
    if before.amount is None or after.amount is None or before.amount == after.amount:
        return _("changed")
    return more(after.amount - before.amount)
