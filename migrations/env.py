"""Alembic's environment; lt_admin.core.migrate hands over the engine, there is no alembic.ini."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context

from lt_admin.core.orm import Model, MoneyCents, UTCDateTime


def render_item(kind: str, thing: Any, _autogen: Any) -> str | bool:
    """Write our own column types as what they are in the database: migrations stand alone."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, MoneyCents):
        return "sa.BigInteger()"
    return False


def compare_type(_context: Any, _inspected: Any, _column: Any, found: Any, wanted: Any) -> Any:
    """Enumerations are texts with a check; compare the rest as Alembic does."""
    if isinstance(wanted, sa.Enum):
        return not isinstance(found, sa.String)
    return None


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=compare_type,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
