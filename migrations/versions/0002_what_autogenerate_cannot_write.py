"""append-only audit log, frozen invoices; first rows: foundation, hourly rate, VAT codes"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb} ON audit_entry
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
"""
POSTGRESQL = (
    """
CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
""",
    """
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()
""",
)
# An issued invoice never changes: not its own facts, and not its lines.
FROZEN = (
    "kind, number, engagement_id, quote_id, share_id, organisation_id, round, refers_to_id, "
    "language, issued_on, due_on, period_from, period_until, recipient, recipient_vat_id, "
    "reference, net, vat, gross, override_reason, credit_reason"
)
INVOICE = "OLD.number IS NOT NULL"
LINE = "(SELECT number FROM invoice WHERE id = OLD.invoice_id) IS NOT NULL"
GUARDS = (
    ("invoice_no_update", f"UPDATE OF {FROZEN} ON invoice", INVOICE),
    ("invoice_no_new_pdf", "UPDATE OF pdf, pdf_sha256 ON invoice", "OLD.pdf_sha256 IS NOT NULL"),
    ("invoice_no_delete", "DELETE ON invoice", INVOICE),
    ("invoice_line_no_update", "UPDATE ON invoice_line", LINE),
    ("invoice_line_no_delete", "DELETE ON invoice_line", LINE),
)
SQLITE_GUARD = """
CREATE TRIGGER {name} BEFORE {what} WHEN {when}
BEGIN SELECT raise(ABORT, 'an issued invoice never changes'); END
"""
POSTGRESQL_GUARD = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF {when} THEN RAISE EXCEPTION 'an issued invoice never changes'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE {what} FOR EACH ROW EXECUTE FUNCTION {name}()
"""
EMPTY = "name street postcode city phone email kvk rsin vat_id iban".split()

RATES = [{"rate": 13000, "valid_from": date(2015, 1, 1)}]
VAT = (
    ("standard", "S", 2100, "", ""),
    (
        "exempt_education",
        "E",
        0,
        "Vrijgesteld van btw: onderwijs (artikel 11, lid 1, onderdeel o, Wet op de omzetbelasting 1968)",
        "Exempt from VAT: education (article 132(1)(i) of Directive 2006/112/EC)",
    ),
    (
        "outside_scope",
        "O",
        0,
        "Valt buiten de heffing van btw",
        "Outside the scope of VAT",
    ),
    (
        "reverse_charge",
        "AE",
        0,
        "Btw verlegd (artikel 196 van richtlijn 2006/112/EG)",
        "Reverse charge: VAT is due by the customer (article 196 of Directive 2006/112/EC)",
    ),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(verb=verb))
    else:
        for statement in POSTGRESQL:
            op.execute(statement)
    guard = SQLITE_GUARD if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARD
    for name, what, when in GUARDS:
        op.execute(guard.format(name=name, what=what, when=when))
    columns = [sa.column(name) for name in [*EMPTY, "is_demo", "version"]]
    op.bulk_insert(
        sa.table("foundation", *columns),
        [dict.fromkeys(EMPTY, "") | {"is_demo": False, "version": 1}],
    )
    insert_rates()


def insert_rates() -> None:
    op.bulk_insert(dated("hourly_rate", "rate"), RATES)
    names = ("code", "category", "percent", "reason_nl", "reason_en", "valid_from")
    rows = [dict(zip(names, [*row, date(2012, 10, 1)], strict=True)) for row in VAT]
    op.bulk_insert(dated("vat_rate", *names[:-1]), rows)


def dated(table: str, *names: str) -> sa.TableClause:
    columns = [sa.column(name) for name in names]
    return sa.table(table, *columns, sa.column("valid_from", sa.Date()))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER audit_entry_no_{verb}")
    else:
        op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_refuse()")
    for name, what, _when in GUARDS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {what.split(' ON ')[1]}")
            op.execute(f"DROP FUNCTION {name}()")
