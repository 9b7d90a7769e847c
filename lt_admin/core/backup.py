"""Copies of everything: one file with every row and every stored document, for either database.

The file is a zip: ``manifest.json``, a ``rows/<table>.jsonl`` for each table, and what lies in the
data folder under ``files/``. Rows are read in one snapshot, so it may be made while people work,
and it can be restored into the other kind of database.
"""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import sqlalchemy as sa
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, Engine, MetaData, Table

from lt_admin.core import clock, migrate
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

FORMAT = 1
BATCH = 500
IN_USE = ("audit_entry", "user")
APPEND_ONLY = "audit_entry"
VERSIONS = "alembic_version"
_READ: dict[str, Callable[[str], Any]] = {
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "b64": base64.b64decode,
}


def create(file: Path) -> int:
    """Write a copy into a new file, readable by its owner only; the number of rows."""
    if file.exists():
        raise Refused(_("There is a file of that name already: %(name)s", name=file))
    half = file.with_name(file.name + ".part")
    try:
        with _new_file(half) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
            counts = _write_rows(copy)
            _write_files(copy, half)
        half.rename(file)
    except OSError as error:
        raise Refused(str(error)) from None
    finally:
        half.unlink(missing_ok=True)
    return sum(counts.values())


def restore(file: Path) -> int:
    """Read a copy into an installation in which nothing happened yet; the number of rows.

    All or nothing: when something does not fit, nothing was changed.
    """
    with _opened(file) as copy:
        manifest = json.loads(copy.read("manifest.json"))
        with migrate.reshaping(_engine()) as connection:
            _prepare(connection, manifest["revision"])
            for table in _tables(connection):
                _read_table(connection, copy, table)
            migrate.upgrade(connection)
        _read_files(copy)
    return sum(manifest["counts"].values())


def _engine() -> Engine:
    found: Engine = current_app.extensions["engine"]
    return found


def _folder() -> Path:
    found: Path = current_app.extensions["settings"].data_dir
    return found


def _new_file(path: Path) -> io.BufferedWriter:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb")


def _tables(connection: Connection) -> list[Table]:
    """Every table as it stands in the database, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def _write_rows(copy: zipfile.ZipFile) -> dict[str, int]:
    level = {} if _engine().dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with _engine().connect().execution_options(readonly=True, **level) as connection:
        revision = migrate.revision_of(connection)
        counts = {
            table.name: _write_table(connection, copy, table) for table in _tables(connection)
        }
    made = {"format": FORMAT, "revision": revision, "made_at": clock.now().isoformat()}
    copy.writestr("manifest.json", json.dumps(made | {"counts": counts}, indent=1))
    return counts


def _write_table(connection: Connection, copy: zipfile.ZipFile, table: Table) -> int:
    count = 0
    rows = connection.execution_options(yield_per=BATCH).execute(
        sa.select(table).order_by(*table.primary_key.columns)
    )
    with copy.open(f"rows/{table.name}.jsonl", "w", force_zip64=True) as stream:
        for row in rows.mappings():
            facts = {key: _written(value) for key, value in row.items()}
            stream.write(json.dumps(facts, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def _written(value: Any) -> Any:
    """A value as JSON holds it; what JSON does not know is marked with its kind."""
    if isinstance(value, bytes):
        return {"b64": base64.b64encode(value).decode()}
    if isinstance(value, date):
        return {"at" if isinstance(value, datetime) else "on": value.isoformat()}
    return {"json": value} if isinstance(value, dict | list) else value


def _understood(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, inner)] = value.items()
    return _READ[kind](inner) if kind in _READ else inner


def _write_files(copy: zipfile.ZipFile, half: Path) -> None:
    database = _engine().url.database or ""
    for path in sorted(_folder().rglob("*")):
        is_database = str(path).startswith(database) if database else False
        if path.is_file() and not is_database and path.resolve() != half.resolve():
            copy.write(path, f"files/{path.relative_to(_folder()).as_posix()}")


def _opened(file: Path) -> zipfile.ZipFile:
    """The copy, whole and of a kind we understand."""
    try:
        copy = zipfile.ZipFile(file)
        is_whole = copy.testzip() is None
        is_ours = json.loads(copy.read("manifest.json"))["format"] == FORMAT
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError):
        raise Refused(_("This file is no copy that can be read: %(name)s", name=file)) from None
    if not (is_whole and is_ours):
        raise Refused(_("This file is no copy that can be read: %(name)s", name=file))
    return copy


def _prepare(connection: Connection, revision: str) -> None:
    """Bring an empty database to the copy's revision, without the first rows of the migrations."""
    present = set(sa.inspect(connection).get_table_names())
    if any(_has_rows(connection, name) for name in IN_USE if name in present):
        raise Refused(_("This installation is in use: a copy is restored into an empty one only."))
    if VERSIONS in present and migrate.revision_of(connection) not in {None, revision}:
        raise Refused(_("The copy is of another version: restore it into a new, empty database."))
    try:
        migrate.upgrade(connection, revision)
    except CommandError:
        raise Refused(_("The copy was made by a newer version of this program.")) from None
    for table in reversed(_tables(connection)):
        if table.name != APPEND_ONLY:
            connection.execute(table.delete())


def _has_rows(connection: Connection, name: str) -> bool:
    wanted = sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)
    return connection.execute(wanted).first() is not None


def _read_table(connection: Connection, copy: zipfile.ZipFile, table: Table) -> None:
    for rows in _batches(_rows(copy, table.name)):
        connection.execute(table.insert(), rows)
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        quoted = connection.dialect.identifier_preparer.quote(table.name)
        newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(quoted, "id")
        connection.execute(sa.select(sa.func.setval(sequence, newest)))


def _rows(copy: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with copy.open(f"rows/{name}.jsonl") as stream:
        for line in stream:
            yield {key: _understood(value) for key, value in json.loads(line).items()}


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read_files(copy: zipfile.ZipFile) -> None:
    for name in copy.namelist():
        path = PurePosixPath(name)
        if path.parts[0] == "files" and ".." not in path.parts:
            target = _folder().joinpath(*path.parts[1:])
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _new_file(target) as stream:
                stream.write(copy.read(name))
