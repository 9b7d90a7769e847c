"""audit chain"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

SAYS = ("at", "actor", "event", "subject", "about", "facts")
WORDS = "the audit log is append-only"
# A line may get its place in the chain, once; nothing else about it ever changes.
SQLITE = {
    "audit_entry_no_update": (
        f"BEFORE UPDATE OF id, {', '.join(SAYS)} ON audit_entry",
        "OLD.id IS NOT NULL",
    ),
    "audit_entry_no_new_place": (
        "BEFORE UPDATE OF place, previous, hash ON audit_entry",
        "OLD.hash IS NOT NULL",
    ),
    "audit_entry_no_delete": ("BEFORE DELETE ON audit_entry", "OLD.id IS NOT NULL"),
}
CHANGED = " OR ".join(
    f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in ("id", *SAYS)
)
POSTGRESQL = (
    f"""
CREATE FUNCTION audit_entry_chain_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF OLD.hash IS NOT NULL OR {CHANGED} THEN RAISE EXCEPTION '{WORDS}'; END IF;
  RETURN NEW;
END $$
""",
    """
CREATE TRIGGER audit_entry_chain_only BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_chain_only()
""",
    """
CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()
""",
)
BEFORE_ALL = "0" * 64


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def unguard() -> None:
    """Take the guards of the first migrations off."""
    if is_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER audit_entry_no_{verb}")
    else:
        op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")


def guard() -> None:
    if is_sqlite():
        for name, (what, when) in SQLITE.items():
            op.execute(
                f"CREATE TRIGGER {name} {what} WHEN {when} BEGIN SELECT raise(ABORT, '{WORDS}'); END"
            )
    else:
        for statement in POSTGRESQL:
            op.execute(statement)


def chain() -> None:
    """Chain what was written before, in the order of writing, as lt_admin.core.chain does."""
    entries = sa.table(
        "audit_entry",
        *(sa.column("id"), sa.column("at", sa.DateTime()), sa.column("facts", sa.JSON())),
        *(sa.column(name) for name in ("actor", "event", "subject", "about")),
        *(sa.column(name) for name in ("place", "previous", "hash")),
    )
    place, previous, links = 0, BEFORE_ALL, []
    for row in op.get_bind().execute(sa.select(entries).order_by(entries.c.id)):
        place += 1
        said = (row.actor, row.event, row.subject, row.about, row.facts)
        moment = f"{row.at.isoformat(timespec='microseconds')}+00:00"
        told = json.dumps(
            [previous, place, moment, *said],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        made = hashlib.sha256(told.encode()).hexdigest()
        links.append({"row": row.id, "place_": place, "previous_": previous, "hash_": made})
        previous = made
    if links:
        set_ = {name: sa.bindparam(f"{name}_") for name in ("place", "previous", "hash")}
        change = sa.update(entries).where(entries.c.id == sa.bindparam("row")).values(set_)
        op.get_bind().execute(change, links)
    head = sa.table("audit_chain", sa.column("place"), sa.column("hash"))
    op.bulk_insert(head, [{"place": place, "hash": previous}])


def upgrade() -> None:
    op.create_table(
        "audit_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chain")),
    )
    unguard()
    with op.batch_alter_table("audit_entry") as entry:
        entry.add_column(sa.Column("place", sa.Integer(), nullable=True))
        entry.add_column(sa.Column("previous", sa.String(length=64), nullable=True))
        entry.add_column(sa.Column("hash", sa.String(length=64), nullable=True))
        entry.create_unique_constraint(op.f("uq_audit_entry_place"), ["place"])
    chain()
    guard()


def downgrade() -> None:
    if is_sqlite():
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute("DROP TRIGGER audit_entry_chain_only ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_chain_only()")
        op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
    with op.batch_alter_table("audit_entry") as entry:
        entry.drop_constraint(op.f("uq_audit_entry_place"), type_="unique")
        for name in ("hash", "previous", "place"):
            entry.drop_column(name)
    op.drop_table("audit_chain")
    if is_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb} ON audit_entry "
                f"BEGIN SELECT raise(ABORT, '{WORDS}'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()"
        )
