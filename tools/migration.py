"""Write the next migration from the difference between the models and the migrated schema.

Usage: python tools/migration.py "what changes"
"""

from __future__ import annotations

import sys

from alembic import command

from lt_admin.app import TABLES
from lt_admin.core import migrate
from lt_admin.core.db import new_engine

if __name__ == "__main__":
    assert TABLES, "importing the tables tells Alembic about them"
    engine = new_engine("sqlite://")
    with engine.connect() as connection:
        migrate.upgrade(connection)
        config = migrate.configuration(connection)
        count = len(list((migrate.SCRIPTS / "versions").glob("[0-9]*.py"))) + 1
        command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{count:04}")
