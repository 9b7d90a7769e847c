"""Copies: all of it, into either kind of database, and only into an empty installation."""

from __future__ import annotations

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from lt_admin.accounts.policy import Role
from lt_admin.accounts.services import add_user
from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import audit, backup, migrate, outbox
from lt_admin.core.db import session as db_session
from lt_admin.core.db import transaction
from lt_admin.core.outbox import Attachment, Mail
from lt_admin.core.steps import Refused

EMAIL = "ilse@lt-demo.example"


def fill(house, email=EMAIL):
    """Something in every kind of column: texts, instants, a file, and a past."""
    paper = Attachment("cliënt.pdf", "application/pdf", bytes(range(256)))
    with house.app_context(), transaction():
        user = add_user(name="Ilse Môdelhof", email=email, role=Role.BOARD, by=audit.SYSTEM)
        outbox.queue(Mail(email, "Onderwerp", "Tekst", attachments=(paper,)), about=user)


def rows_of(house):
    """Everything in the database, table by table."""
    with house.app_context():
        found = sa.MetaData()
        found.reflect(db_session.connection())
        return {
            table.name: [
                tuple(row)
                for row in db_session.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in found.sorted_tables
        }


@pytest.fixture
def elsewhere(tmp_path):
    """Another installation, on SQLite, whose database has no tables yet."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    app = create_app(Settings(folder, f"sqlite:///{folder / 'other.sqlite'}", "another key"))
    yield app
    app.extensions["engine"].dispose()


def copy_of(house, tmp_path):
    with house.app_context():
        backup.create(tmp_path.parent / f"{tmp_path.name}.zip")
    return tmp_path.parent / f"{tmp_path.name}.zip"


def restore(app, file):
    with app.app_context():
        return backup.restore(file)


def test_every_row_and_every_file_comes_back(house, elsewhere, tmp_path):
    fill(house)
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_bytes(b"Beste Ilse")

    count = restore(elsewhere, copy_of(house, tmp_path))

    before, after = rows_of(house), rows_of(elsewhere)
    assert after == before
    assert count == sum(len(rows) for name, rows in before.items() if name != "alembic_version")
    assert (tmp_path / "elsewhere" / "mail" / "1.eml").read_bytes() == b"Beste Ilse"


def test_a_copy_of_the_embedded_database_starts_a_larger_one(house, elsewhere, tmp_path):
    with elsewhere.extensions["engine"].begin() as connection:
        migrate.upgrade(connection)
    fill(elsewhere)

    restore(house, copy_of(elsewhere, tmp_path))
    fill(house, "next@lt-demo.example")

    assert len(rows_of(house)["user"]) == 2


def test_an_installation_in_use_is_left_alone(house, elsewhere, tmp_path):
    fill(house)
    copy = copy_of(house, tmp_path)
    before = rows_of(house)

    with pytest.raises(Refused):
        restore(house, copy)

    assert rows_of(house) == before


def test_a_copy_is_for_its_owner_alone_and_replaces_nothing(house, tmp_path):
    copy = copy_of(house, tmp_path)
    assert copy.stat().st_mode & 0o777 == 0o600

    with pytest.raises(Refused):
        copy_of(house, tmp_path)


@pytest.mark.parametrize("content", [b"", b"no zip at all"])
def test_what_is_no_copy_is_refused(elsewhere, tmp_path, content):
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(Refused):
        restore(elsewhere, tmp_path / "file")


def test_a_damaged_copy_is_refused(house, elsewhere, tmp_path):
    fill(house)
    copy = copy_of(house, tmp_path)
    damaged = bytearray(copy.read_bytes())
    place = damaged.index(b"rows/queued_mail.jsonl") + 80
    damaged[place : place + 8] = b"damaged!"
    copy.write_bytes(damaged)

    with pytest.raises(Refused):
        restore(elsewhere, copy)


@pytest.mark.parametrize("changed", [{"revision": "9999"}, {"format": 2}])
def test_a_copy_of_a_newer_program_is_refused_and_leaves_nothing(
    house, elsewhere, tmp_path, changed
):
    copy = copy_of(house, tmp_path)
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(newer, "w") as new:
        facts = json.loads(old.read("manifest.json"))
        new.writestr("manifest.json", json.dumps(facts | changed))

    with pytest.raises(Refused):
        restore(elsewhere, newer)

    assert rows_of(elsewhere) == {}


def test_a_copy_made_while_people_work_fits_together(house, elsewhere, tmp_path):
    def add(number):
        fill(house, f"p{number}@lt-demo.example")

    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(add, number) for number in range(30)]
        copy = copy_of(house, tmp_path)
        assert all(each.result() is None for each in work)
    restore(elsewhere, copy)

    rows = rows_of(elsewhere)
    assert len(rows["queued_mail"]) == 2 * len(rows["user"]) == 2 * len(rows["mail_link"])
