"""Files and statements of the bank, each with the total that shows that nothing is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, type_coerce
from sqlalchemy.orm import joinedload

from lt_admin.bank.models.statements import (
    BankEntry,
    BankFile,
    BankStatement,
    EntryState,
    FileState,
)
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import MoneyCents

FILE_BADGES: Mapping[FileState, Badge] = {
    FileState.READ: Badge(_l("looked at, not taken in"), "warn"),
    FileState.CONFIRMED: Badge(_l("taken in"), "ok"),
    FileState.DISCARDED: Badge(_l("thrown away"), "neutral"),
}
_REST: Any = BankEntry.amount - BankEntry.booked
_IS_ASIDE = BankEntry.state == EntryState.SET_ASIDE


def _sum_of(value: Any) -> Any:
    """The sum over the entries of a statement, looked up for the rows that are shown."""
    summed = select(func.coalesce(func.sum(value), 0))
    mine = summed.where(BankEntry.statement_id == BankStatement.id)
    return type_coerce(mine.correlate(BankStatement).scalar_subquery(), MoneyCents())


BOOKED = _sum_of(BankEntry.booked)
OPEN = _sum_of(case((_IS_ASIDE, 0), else_=type_coerce(_REST, BankEntry.id.type)))
ASIDE = _sum_of(case((_IS_ASIDE, type_coerce(_REST, BankEntry.id.type)), else_=0))


def _waits() -> ColumnElement[bool]:
    waiting = select(BankEntry.id).where(
        BankEntry.statement_id == BankStatement.id, BankEntry.state == EntryState.OPEN
    )
    return waiting.correlate(BankStatement).exists()


STATEMENTS = Listing(
    "bank-statements",
    key=BankStatement.id,
    order="-until",
    columns=(
        Column(
            "until",
            _l("Up to and including"),
            BankStatement.until_on,
            kind="day",
            link="bank.statement",
            link_key="statement_id",
        ),
        Column("identification", _l("Bank statement"), BankStatement.identification, card="wide"),
        Column("opening", _l("Opening"), BankStatement.opening, kind="euro", sort=False),
        Column("booked", _l("Has its place"), BOOKED, kind="euro", sort=False),
        Column("open", _l("Waits"), OPEN, kind="euro", sort=False),
        Column("aside", _l("Set aside"), ASIDE, kind="euro", sort=False),
        Column("seen", _l("Seen before"), BankStatement.seen_before, kind="euro", sort=False),
        Column("closing", _l("Closing"), BankStatement.closing, kind="euro", sort=False),
    ),
    filters=(
        Search("q", _l("Search"), (BankStatement.identification, BankFile.name)),
        Days("from", _l("From"), lambda day: BankStatement.until_on >= day),
        Days("until", _l("Until and including"), lambda day: BankStatement.from_on <= day),
        Choice(
            "state",
            _l("State"),
            {"open": _l("something waits"), "done": _l("nothing waits")},
            lambda asked: _waits() if asked == "open" else ~_waits(),
        ),
    ),
)


def all_statements() -> Select[Any]:
    """Every statement that was taken in."""
    return select().select_from(BankStatement).join(BankFile, BankFile.id == BankStatement.file_id)


def waiting_files() -> Sequence[Any]:
    """Files that were looked at and wait to be taken in or thrown away, the oldest first."""
    facts = (BankFile.id, BankFile.name, BankFile.uploaded_at)
    wanted = select(*facts).where(BankFile.state == FileState.READ)
    return session.execute(wanted.order_by(BankFile.uploaded_at)).all()


def find_file(file_id: int) -> BankFile | None:
    """The file with this id."""
    return session.get(BankFile, file_id, options=[joinedload(BankFile.uploaded_by)])


def file_by_sha256(sha256: str) -> BankFile | None:
    """The file with exactly this content."""
    return session.scalars(select(BankFile).where(BankFile.sha256 == sha256)).first()


def file_by_content(content: bytes) -> BankFile | None:
    """The file with exactly this content."""
    return file_by_sha256(hashlib.sha256(content).hexdigest())


def content_of(file: BankFile) -> bytes:
    """The file exactly as it came."""
    wanted = select(BankFile.content).where(BankFile.id == file.id)
    return bytes(session.scalars(wanted).one())


@dataclass(frozen=True)
class Control:
    """A statement that shows where every cent is; `gap` is zero, or something is very wrong."""

    statement: BankStatement
    booked: Money
    open: Money
    aside: Money

    @property
    def gap(self) -> Money:
        """Closing - opening - all that is accounted for."""
        known = self.booked + self.open + self.aside + self.statement.seen_before
        return self.statement.closing - self.statement.opening - known


def controls(*conditions: ColumnElement[bool]) -> list[Control]:
    """Statements with their control totals, in one statement of SQL."""
    wanted = select(BankStatement, BOOKED, OPEN, ASIDE).where(*conditions)
    rows = session.execute(
        wanted.options(joinedload(BankStatement.file)).order_by(BankStatement.id)
    )
    return [Control(row[0], *(row[n] or ZERO for n in (1, 2, 3))) for row in rows]


def controls_of(file: BankFile) -> list[Control]:
    """The statements of a file."""
    return controls(BankStatement.file_id == file.id)


def find_statement(statement_id: int) -> Control | None:
    """The statement with this id."""
    return next(iter(controls(BankStatement.id == statement_id)), None)
