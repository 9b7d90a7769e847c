"""Files from the bank: looked at first, then taken in whole or thrown away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lt_admin.accounts.models import User
from lt_admin.bank.models.statements import BankFile, FileState
from lt_admin.bank.queries.files import content_of, file_by_sha256
from lt_admin.bank.queries.previews import Look, checked, look_at
from lt_admin.bank.services.intake import store
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.foundation import Foundation
from lt_admin.core.garbage import not_collecting
from lt_admin.core.money import Money
from lt_admin.core.orm import Model


@dataclass(frozen=True)
class Outcome:
    """What came of a file: new entries, how many found a place, how many were seen before."""

    entries: int
    matched: int
    waiting: int
    seen: int
    cents: Money


@not_collecting()
def read_file(name: str, content: bytes, by: Model | str) -> BankFile:
    """Keep a file to be looked at; nothing of it is booked, and no mail goes out.

    The same content once more gives the file that is there, in whatever state it is; one that was
    thrown away is there to be looked at again. Raises Refused in words for what is no statement of
    ours, or does not add up.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    found = file_by_sha256(sha256)
    if found is None:
        return _keep(name, content, sha256, by)
    if found.state is FileState.DISCARDED:
        found.look_again()
        _tell_read(found, len(checked(content).lines), by)
    return found


def _keep(name: str, content: bytes, sha256: str, by: Model | str) -> BankFile:
    look = checked(content)
    made = BankFile(
        name=name.strip()[:200] or "camt.053",
        sha256=sha256,
        content=content,
        form=look.form,
        uploaded_by_id=by.id if isinstance(by, User) else None,
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:  # somebody sent the same file at the same moment
        found = file_by_sha256(sha256)
        if found is None:
            raise
        return found
    _tell_read(made, len(look.lines), by)
    return made


def _tell_read(file: BankFile, entries: int, by: Model | str) -> None:
    audit.record("bank_file:read", file, by=by, entries=entries, sha256=file.sha256)


@not_collecting()
def confirm(file: BankFile, by: Model | str) -> Outcome:
    """Take in what is new in a file, and book what is certain; all or nothing.

    One file at a time: who waited sees what the one before took in. Raises WrongState when it was
    taken in or thrown away meanwhile.
    """
    session.execute(select(Foundation.id).with_for_update())
    session.refresh(file, ["state", "version"])
    file.confirm()
    look = look_at(content_of(file))
    store(file, look, by=by)
    outcome = _outcome(look)
    entries, matched, cents = outcome.entries, outcome.matched, outcome.cents.cents
    audit.record("bank_file:confirmed", file, by=by, entries=entries, matched=matched, cents=cents)
    return outcome


def _outcome(look: Look) -> Outcome:
    matched, waiting, seen = (look.count(kind) for kind in ("matched", "waiting", "seen"))
    cents = look.total("matched") + look.total("waiting")
    return Outcome(matched + waiting, matched, waiting, seen, cents)


def discard(file: BankFile, by: Model | str) -> None:
    """Throw a file away that was only looked at; nothing of it was booked."""
    file.discard()
    audit.record("bank_file:discarded", file, by=by)
