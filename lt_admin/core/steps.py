"""Lifecycles: the legal steps of a thing, written down once as a table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from lt_admin.core.i18n import gettext as _

State = TypeVar("State", bound=StrEnum)


class Refused(Exception):
    """What was asked cannot be done; the message says why, in the reader's language.

    A page answers 422, a command exits 1; nothing was changed.
    """


class WrongState(Refused):
    """The step is not allowed from the state the thing is in; a page answers 409."""


class Steps(Generic[State]):
    """A table from (state, step) to the next state."""

    def __init__(self, table: Mapping[tuple[State, str], State]) -> None:
        self.table = dict(table)

    def after(self, state: State, step: str) -> State:
        """The state that `step` leads to; raises WrongState when there is none."""
        try:
            return self.table[state, step]
        except KeyError:
            raise WrongState(
                _("This is not possible now: someone may have been here before you.")
            ) from None

    def allows(self, state: State, step: str) -> bool:
        """Whether `step` is legal from `state`."""
        return (state, step) in self.table
