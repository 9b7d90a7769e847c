"""The migrations build exactly what the models say, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from lt_admin.core import audit, migrate
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import new_engine
from lt_admin.core.foundation import the_foundation
from lt_admin.core.orm import Model

USERS = Model.metadata.tables["user"]


@pytest.fixture
def connection(session):
    return session.connection()


def test_the_migrated_schema_is_that_of_the_models(connection):
    command.check(migrate.configuration(connection))


def test_every_table_of_the_models_is_there(connection):
    found = set(sa.inspect(connection).get_table_names())

    assert set(Model.metadata.tables) | {"alembic_version"} == found


def test_the_schema_is_the_newest_and_going_up_again_changes_nothing(connection):
    assert migrate.is_up_to_date(connection)

    migrate.upgrade(connection)

    assert migrate.is_up_to_date(connection)


def test_the_foundation_has_its_one_row(session):
    assert the_foundation().is_demo is False


def test_every_constraint_has_a_name():
    tables = Model.metadata.tables.values()

    assert [table.name for table in tables for rule in table.constraints if not rule.name] == []


def leads(table):
    """The columns by which rows of the table are found without reading it all."""
    whole = (i for i in table.indexes if i.dialect_options["sqlite"]["where"] is None)
    unique = (rule for rule in table.constraints if isinstance(rule, sa.UniqueConstraint))
    return {next(iter(each.columns)).name for each in (table.primary_key, *whole, *unique)}


def test_every_reference_leads_an_index():
    """But not who did something: nobody looks for that, and people are never deleted."""
    missing = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if column.foreign_keys and column.name not in leads(table)
        if not (column.name.endswith("_by_id") and column.references(USERS.c.id))
    }

    assert missing == set()


@pytest.mark.parametrize(
    "statement",
    [sa.update(AuditEntry).values(actor="x"), sa.delete(AuditEntry)],
    ids=["update", "delete"],
)
def test_the_audit_log_cannot_be_changed(session, coordinator, statement):
    audit.record("user:deactivated", coordinator, by=coordinator)
    session.flush()

    with pytest.raises(sa.exc.DatabaseError, match="append-only"), session.begin_nested():
        session.execute(statement)


def test_the_audit_log_cannot_be_emptied_on_postgresql(session, database):
    if database == "postgresql":
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), session.begin_nested():
            session.execute(sa.text("TRUNCATE audit_entry"))


def contact_at(connection, revision):
    """A database of an earlier day, with an organisation and somebody who works there."""
    migrate.upgrade(connection, revision)
    tables = sa.MetaData()
    tables.reflect(connection)
    organisation = {
        "name": "A (demo)",
        "kind": "institution",
        "sector": "other",
        "street": "",
        "city": "",
        "postcode": "",
        "country": "NL",
        "requires_reference": False,
        "payment_term_days": 30,
        "language": "nl",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "version": 1,
    }
    person = {
        "organisation_id": 1,
        "name": "B",
        "email": "b@a.example",
        "function": "",
        "phone": "",
    }
    uses = dict.fromkeys(("for_quote", "for_invoice", "for_reminder"), True)
    connection.execute(tables.tables["organisation"].insert().values(**organisation))
    connection.execute(tables.tables["contact"].insert().values(**person, **uses, version=1))


def test_a_database_in_use_is_brought_up_to_date_with_everything_in_it(tmp_path):
    engine = new_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        contact_at(connection, "0004")

    with migrate.reshaping(engine) as connection:
        migrate.upgrade(connection)

    with engine.begin() as connection:
        assert migrate.is_up_to_date(connection)
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("SELECT organisation_id FROM contact").all() == [(1,)]
    engine.dispose()


def test_a_reference_that_leads_nowhere_undoes_the_whole_migration(tmp_path):
    engine = new_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        contact_at(connection, "0004")

    with pytest.raises(RuntimeError), migrate.reshaping(engine) as connection:
        connection.exec_driver_sql("DELETE FROM organisation")

    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM organisation").scalar() == 1
    engine.dispose()
