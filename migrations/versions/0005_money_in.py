"""money in"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


FROZEN = (
    "kind, number, engagement_id, quote_id, share_id, organisation_id, round, refers_to_id, "
    "language, issued_on, due_on, period_from, period_until, recipient, recipient_vat_id, "
    "reference, net, vat, gross, override_reason, credit_reason"
)
MORE = ", buyer_reference, commitment_number, payment_reference, e_invoice_profile"
INVOICE = "OLD.number IS NOT NULL"
LINE = "(SELECT number FROM invoice WHERE id = OLD.invoice_id) IS NOT NULL"
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
BEFORE = (
    ("invoice_no_update", f"UPDATE OF {FROZEN} ON invoice", INVOICE),
    ("invoice_no_new_pdf", "UPDATE OF pdf, pdf_sha256 ON invoice", "OLD.pdf_sha256 IS NOT NULL"),
    ("invoice_no_delete", "DELETE ON invoice", INVOICE),
    ("invoice_line_no_update", "UPDATE ON invoice_line", LINE),
    ("invoice_line_no_delete", "DELETE ON invoice_line", LINE),
)
AFTER = (
    ("invoice_no_update", f"UPDATE OF {FROZEN}{MORE} ON invoice", INVOICE),
    *BEFORE[1:],
    ("invoice_no_new_ubl", "UPDATE OF ubl, ubl_sha256 ON invoice", "OLD.ubl_sha256 IS NOT NULL"),
)
METHODS = ("transfer", "other")
PROFILES = sa.Enum(
    "nlcius",
    "peppol",
    name="einvoiceprofile",
    native_enum=False,
    create_constraint=True,
    length=32,
)
LEVELS = (
    (
        *(1, 7, 14, "Herinnering", "Reminder"),
        "Misschien is het u ontgaan: deze factuur staat nog open. Wilt u haar alsnog betalen? "
        "Klopt er iets niet, laat het ons dan weten; dan zoeken we het samen uit.",
        "You may have missed it: this invoice is still open. Would you pay it now? If something "
        "is not right, please let us know and we will sort it out together.",
        False,
    ),
    (
        *(2, 7, 14, "Tweede herinnering", "Second reminder"),
        "Op onze eerste herinnering hebben we nog geen betaling of bericht van u ontvangen. Wilt "
        "u de factuur nu betalen, of ons zeggen wat u daarvoor nog nodig heeft?",
        "We have not yet received a payment or a message from you after our first reminder. "
        "Would you pay the invoice now, or tell us what you still need for it?",
        False,
    ),
    (
        *(3, 7, 14, "Aanmaning", "Final reminder"),
        "Deze factuur staat nog steeds open. Betaalt u niet binnen de termijn hieronder, dan "
        "kunnen we de wettelijke rente en de kosten in rekening brengen die de wet daarvoor "
        "toestaat. Liever horen we van u wat er aan de hand is.",
        "This invoice is still open. If you do not pay within the term below, we may charge the "
        "statutory interest and costs that the law allows. We would rather hear from you what "
        "stands in the way.",
        True,
    ),
)
# The table of FACTS.md section 5; each with its source.
INTEREST = (
    ("commercial", 1250, date(2024, 1, 1), "e-justice.europa.eu"),
    ("commercial", 1225, date(2024, 7, 1), "metaalunie.nl"),
    ("commercial", 1115, date(2025, 1, 1), "wieringa-advocaten.nl"),
    ("commercial", 1015, date(2025, 7, 1), "wieringa-advocaten.nl"),
    ("commercial", 1015, date(2026, 1, 1), "Stb. 2025, 438"),
    ("commercial", 1040, date(2026, 7, 1), "rijksoverheid.nl"),
    ("ordinary", 700, date(2024, 1, 1), "e-justice.europa.eu"),
    ("ordinary", 600, date(2025, 1, 1), "wieringa-advocaten.nl"),
    ("ordinary", 400, date(2026, 1, 1), "Stb. 2025, 438"),
)


def guard(guards) -> None:
    """Let the database itself refuse to change an issued invoice."""
    statement = SQLITE_GUARD if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARD
    for name, what, when in guards:
        op.execute(statement.format(name=name, what=what, when=when))


def unguard(guards) -> None:
    for name, what, _when in guards:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {what.split(' ON ')[1]}")
            op.execute(f"DROP FUNCTION {name}()")


def text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False, server_default="")


def cents(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def widen() -> None:
    """New columns of tables that stand; an invoice's guards are taken off meanwhile."""
    unguard(BEFORE)
    with op.batch_alter_table("cost_share") as share:
        share.add_column(text("letter"))
        share.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        share.add_column(sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(
            sa.Column("e_invoice_profile", PROFILES, nullable=False, server_default="nlcius")
        )
        organisation.add_column(text("buyer_reference"))
    with op.batch_alter_table("invoice") as invoice:
        invoice.add_column(text("buyer_reference"))
        invoice.add_column(text("commitment_number"))
        invoice.add_column(sa.Column("payment_reference", sa.String(25), nullable=True))
        invoice.add_column(sa.Column("e_invoice_profile", PROFILES, nullable=True))
        invoice.add_column(sa.Column("ubl", sa.LargeBinary(), nullable=True))
        invoice.add_column(sa.Column("ubl_sha256", sa.String(64), nullable=True))
        invoice.add_column(cents("written_off"))
        invoice.add_column(sa.Column("mailed_at", sa.DateTime(), nullable=True))
        invoice.create_unique_constraint("uq_invoice_payment_reference", ["payment_reference"])
    with op.batch_alter_table("payment") as payment:
        payment.add_column(cents("returned"))
        payment.alter_column("recorded_by_id", existing_type=sa.Integer(), nullable=True)
        payment.drop_constraint(op.f("ck_payment_allocated"), type_="check")
        payment.drop_constraint(op.f("ck_payment_paymentmethod"), type_="check")
    with op.batch_alter_table("payment") as payment:
        payment.create_check_constraint(op.f("ck_payment_parts"), "allocated >= 0 AND returned >= 0")
        payment.create_check_constraint(
            op.f("ck_payment_allocated"), "allocated + returned <= amount"
        )
        methods = sa.column("method").in_(("transfer", "stripe", "other"))
        payment.create_check_constraint(op.f("ck_payment_paymentmethod"), methods)
    guard(AFTER)
    first_rows()


def first_rows() -> None:
    names = ("level", "wait_days", "term_days", "name_nl", "name_en", "text_nl", "text_en")
    levels = sa.table("reminder_level", *map(sa.column, (*names, "names_costs", "version")))
    rows = [dict(zip((*names, "names_costs"), row, strict=True)) | {"version": 1} for row in LEVELS]
    op.bulk_insert(levels, rows)
    kept = ("kind", "percent", "valid_from", "source")
    rates = sa.table(
        "interest_rate", *(sa.column(n, sa.Date() if n == "valid_from" else None) for n in kept)
    )
    op.bulk_insert(rates, [dict(zip(kept, row, strict=True)) for row in INTEREST])


def narrow() -> None:
    unguard(AFTER)
    with op.batch_alter_table("payment") as payment:
        payment.drop_constraint(op.f("ck_payment_allocated"), type_="check")
        payment.drop_constraint(op.f("ck_payment_parts"), type_="check")
        payment.drop_constraint(op.f("ck_payment_paymentmethod"), type_="check")
        payment.drop_column("returned")
        payment.alter_column("recorded_by_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("payment") as payment:
        payment.create_check_constraint(
            op.f("ck_payment_allocated"), "allocated BETWEEN 0 AND amount"
        )
        payment.create_check_constraint(
            op.f("ck_payment_paymentmethod"), sa.column("method").in_(METHODS)
        )
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_constraint(op.f("ck_organisation_einvoiceprofile"), type_="check")
        organisation.drop_column("buyer_reference")
        organisation.drop_column("e_invoice_profile")
    with op.batch_alter_table("invoice") as invoice:
        invoice.drop_constraint(op.f("ck_invoice_einvoiceprofile"), type_="check")
        invoice.drop_constraint("uq_invoice_payment_reference", type_="unique")
        for name in (
            *("mailed_at", "written_off", "ubl_sha256", "ubl", "e_invoice_profile"),
            *("payment_reference", "commitment_number", "buyer_reference"),
        ):
            invoice.drop_column(name)
    with op.batch_alter_table("cost_share") as share:
        for name in ("reminders", "reminded_on", "letter"):
            share.drop_column(name)
    guard(BEFORE)


def upgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table('interest_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('commercial', 'ordinary', name='interestkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.CheckConstraint('percent BETWEEN 0 AND 10000', name=op.f('ck_interest_rate_percent')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest_rate')),
    sa.UniqueConstraint('kind', 'valid_from', name=op.f('uq_interest_rate_kind'))
    )
    op.create_table('reminder_level',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('wait_days', sa.Integer(), nullable=False),
    sa.Column('term_days', sa.Integer(), nullable=False),
    sa.Column('name_nl', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('text_nl', sa.String(), nullable=False),
    sa.Column('text_en', sa.String(), nullable=False),
    sa.Column('names_costs', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('wait_days > 0 AND term_days > 0', name=op.f('ck_reminder_level_days')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_level')),
    sa.UniqueConstraint('level', name=op.f('uq_reminder_level_level'))
    )
    op.create_table('stripe_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stripe_event')),
    sa.UniqueConstraint('event_id', name=op.f('uq_stripe_event_event_id'))
    )
    op.create_table('stripe_payout',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payout_id', sa.String(length=64), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('descriptor', sa.String(), nullable=False),
    sa.Column('arrived_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stripe_payout')),
    sa.UniqueConstraint('payout_id', name=op.f('uq_stripe_payout_payout_id'))
    )
    op.create_table('bank_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('form', sa.String(length=24), nullable=False),
    sa.Column('state', sa.Enum('read', 'confirmed', 'discarded', name='filestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=True),
    sa.Column('uploaded_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['user.id'], name=op.f('fk_bank_file_uploaded_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_file')),
    sa.UniqueConstraint('sha256', name=op.f('uq_bank_file_sha256'))
    )
    with op.batch_alter_table('bank_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_file_state'), ['state'], unique=False)

    op.create_table('invoice_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('started_by_id', sa.Integer(), nullable=False),
    sa.Column('mails_at_once', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['started_by_id'], ['user.id'], name=op.f('fk_invoice_run_started_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_run'))
    )
    op.create_table('bank_statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('identification', sa.String(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('opening', sa.BigInteger(), nullable=False),
    sa.Column('closing', sa.BigInteger(), nullable=False),
    sa.Column('seen_before', sa.BigInteger(), nullable=False),
    sa.Column('seen_count', sa.Integer(), nullable=False),
    sa.Column('pending_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['bank_file.id'], name=op.f('fk_bank_statement_file_id_bank_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_statement')),
    sa.UniqueConstraint('file_id', 'position', name=op.f('uq_bank_statement_file_id'))
    )
    with op.batch_alter_table('bank_statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_statement_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_statement_until_on'), ['until_on'], unique=False)

    op.create_table('payment_return',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('refund', 'reversal', 'dispute', name='returnkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('asked', 'done', 'failed', name='returnstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('stripe_id', sa.String(length=64), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_payment_return_amount')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_payment_return_asked_by_id_user')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_payment_return_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_return')),
    sa.UniqueConstraint('stripe_id', name=op.f('uq_payment_return_stripe_id'))
    )
    with op.batch_alter_table('payment_return', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_return_payment_id'), ['payment_id'], unique=False)

    op.create_table('stripe_movement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('movement_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('occurred_at', sa.DateTime(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('fee', sa.BigInteger(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('payout_id', sa.Integer(), nullable=True),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount - fee = net', name=op.f('ck_stripe_movement_net')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_stripe_movement_payment_id_payment')),
    sa.ForeignKeyConstraint(['payout_id'], ['stripe_payout.id'], name=op.f('fk_stripe_movement_payout_id_stripe_payout')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stripe_movement')),
    sa.UniqueConstraint('movement_id', name=op.f('uq_stripe_movement_movement_id'))
    )
    with op.batch_alter_table('stripe_movement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stripe_movement_occurred_at'), ['occurred_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_stripe_movement_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stripe_movement_payout_id'), ['payout_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stripe_movement_source'), ['source'], unique=False)

    op.create_table('bank_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('booked', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('open', 'booked', 'set_aside', name='entrystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_reversal', sa.Boolean(), nullable=False),
    sa.Column('batch', sa.String(), nullable=False),
    sa.Column('bank_reference', sa.String(), nullable=False),
    sa.Column('end_to_end', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('structured', sa.String(length=35), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('set_aside_reason', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_bank_entry_amount')),
    sa.ForeignKeyConstraint(['statement_id'], ['bank_statement.id'], name=op.f('fk_bank_entry_statement_id_bank_statement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_entry')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_bank_entry_fingerprint'))
    )
    with op.batch_alter_table('bank_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_entry_booked_on'), ['booked_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_entry_iban'), ['iban'], unique=False)
        batch_op.create_index('ix_bank_entry_open', ['booked_on'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.create_index(batch_op.f('ix_bank_entry_statement_id'), ['statement_id'], unique=False)

    op.create_table('bank_booking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('how', sa.Enum('reference', 'number', 'person', 'stripe', name='bookedby', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('return_id', sa.Integer(), nullable=True),
    sa.Column('payout_id', sa.Integer(), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN return_id IS NULL THEN 0 ELSE 1 END + CASE WHEN payout_id IS NULL THEN 0 ELSE 1 END = 1', name=op.f('ck_bank_booking_one_place')),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_bank_booking_amount')),
    sa.ForeignKeyConstraint(['entry_id'], ['bank_entry.id'], name=op.f('fk_bank_booking_entry_id_bank_entry')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_bank_booking_made_by_id_user')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_bank_booking_payment_id_payment')),
    sa.ForeignKeyConstraint(['payout_id'], ['stripe_payout.id'], name=op.f('fk_bank_booking_payout_id_stripe_payout')),
    sa.ForeignKeyConstraint(['return_id'], ['payment_return.id'], name=op.f('fk_bank_booking_return_id_payment_return')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_booking'))
    )
    with op.batch_alter_table('bank_booking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_booking_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_booking_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_booking_payout_id'), ['payout_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_booking_return_id'), ['return_id'], unique=False)

    op.create_table('checkout',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('new', 'open', 'pending', 'paid', 'failed', 'expired', name='checkoutstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('session_id', sa.String(length=128), nullable=True),
    sa.Column('payment_intent', sa.String(length=64), nullable=True),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=True),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('concern', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_checkout_amount')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_checkout_invoice_id_invoice')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_checkout_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkout')),
    sa.UniqueConstraint('payment_id', name=op.f('uq_checkout_payment_id')),
    sa.UniqueConstraint('payment_intent', name=op.f('uq_checkout_payment_intent')),
    sa.UniqueConstraint('session_id', name=op.f('uq_checkout_session_id'))
    )
    with op.batch_alter_table('checkout', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checkout_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index('ix_checkout_undecided', ['created_at'], unique=False, sqlite_where=sa.text("state IN ('new', 'open', 'pending')"), postgresql_where=sa.text("state IN ('new', 'open', 'pending')"))

    op.create_table('invoice_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_invoice_question_answered_by_id_user')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_invoice_question_contact_id_contact')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_question_invoice_id_invoice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_question'))
    )
    with op.batch_alter_table('invoice_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_question_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_question_invoice_id'), ['invoice_id'], unique=False)

    op.create_table('invoice_run_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'issued', 'refused', name='runitemstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(state = 'waiting') = (done_at IS NULL)", name=op.f('ck_invoice_run_item_done_when_not_waiting')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_run_item_invoice_id_invoice'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['run_id'], ['invoice_run.id'], name=op.f('fk_invoice_run_item_run_id_invoice_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_run_item')),
    sa.UniqueConstraint('invoice_id', name=op.f('uq_invoice_run_item_invoice_id'))
    )
    with op.batch_alter_table('invoice_run_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_run_item_run_id'), ['run_id'], unique=False)
        batch_op.create_index('ix_invoice_run_item_waiting', ['run_id', 'position'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('late_charge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('costs', 'interest', name='chargekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('paid', sa.BigInteger(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('charged_by_id', sa.Integer(), nullable=False),
    sa.Column('charged_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('waived_on', sa.Date(), nullable=True),
    sa.Column('waive_reason', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_late_charge_amount')),
    sa.CheckConstraint('paid BETWEEN 0 AND amount', name=op.f('ck_late_charge_paid')),
    sa.ForeignKeyConstraint(['charged_by_id'], ['user.id'], name=op.f('fk_late_charge_charged_by_id_user')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_late_charge_invoice_id_invoice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_charge'))
    )
    with op.batch_alter_table('late_charge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_late_charge_invoice_id'), ['invoice_id'], unique=False)

    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('mailed_to', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('charges', sa.BigInteger(), nullable=False),
    sa.Column('pdf', sa.LargeBinary(), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_reminder_invoice_id_invoice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('invoice_id', 'level', name=op.f('uq_reminder_invoice_id'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_sent_on'), ['sent_on'], unique=False)

    op.create_table('reminder_hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('lifted_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_reminder_hold_invoice_id_invoice')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_reminder_hold_made_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_hold'))
    )
    with op.batch_alter_table('reminder_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_hold_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index('uq_reminder_hold_invoice', ['invoice_id'], unique=True, sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))

    op.create_table('write_off',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'approved', 'declined', 'revoked', name='writeoffstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_write_off_amount')),
    sa.CheckConstraint('decided_by_id <> proposed_by_id', name=op.f('ck_write_off_two_people')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_write_off_decided_by_id_user')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_write_off_invoice_id_invoice')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['user.id'], name=op.f('fk_write_off_proposed_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_write_off'))
    )
    with op.batch_alter_table('write_off', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_write_off_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_write_off_state'), ['state'], unique=False)
        batch_op.create_index('uq_write_off_live', ['invoice_id'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'approved')"), postgresql_where=sa.text("state IN ('proposed', 'approved')"))

    op.create_table('charge_allocation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('charge_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_charge_allocation_amount')),
    sa.ForeignKeyConstraint(['charge_id'], ['late_charge.id'], name=op.f('fk_charge_allocation_charge_id_late_charge')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_charge_allocation_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_charge_allocation'))
    )
    with op.batch_alter_table('charge_allocation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_charge_allocation_charge_id'), ['charge_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_charge_allocation_payment_id'), ['payment_id'], unique=False)

    widen()
    # ### end Alembic commands ###


def downgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    narrow()
    with op.batch_alter_table('charge_allocation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_charge_allocation_payment_id'))
        batch_op.drop_index(batch_op.f('ix_charge_allocation_charge_id'))

    op.drop_table('charge_allocation')
    with op.batch_alter_table('write_off', schema=None) as batch_op:
        batch_op.drop_index('uq_write_off_live', sqlite_where=sa.text("state IN ('proposed', 'approved')"), postgresql_where=sa.text("state IN ('proposed', 'approved')"))
        batch_op.drop_index(batch_op.f('ix_write_off_state'))
        batch_op.drop_index(batch_op.f('ix_write_off_invoice_id'))

    op.drop_table('write_off')
    with op.batch_alter_table('reminder_hold', schema=None) as batch_op:
        batch_op.drop_index('uq_reminder_hold_invoice', sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_reminder_hold_invoice_id'))

    op.drop_table('reminder_hold')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_sent_on'))
        batch_op.drop_index(batch_op.f('ix_reminder_invoice_id'))

    op.drop_table('reminder')
    with op.batch_alter_table('late_charge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_late_charge_invoice_id'))

    op.drop_table('late_charge')
    with op.batch_alter_table('invoice_run_item', schema=None) as batch_op:
        batch_op.drop_index('ix_invoice_run_item_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index(batch_op.f('ix_invoice_run_item_run_id'))

    op.drop_table('invoice_run_item')
    with op.batch_alter_table('invoice_question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoice_question_invoice_id'))
        batch_op.drop_index(batch_op.f('ix_invoice_question_contact_id'))

    op.drop_table('invoice_question')
    with op.batch_alter_table('checkout', schema=None) as batch_op:
        batch_op.drop_index('ix_checkout_undecided', sqlite_where=sa.text("state IN ('new', 'open', 'pending')"), postgresql_where=sa.text("state IN ('new', 'open', 'pending')"))
        batch_op.drop_index(batch_op.f('ix_checkout_invoice_id'))

    op.drop_table('checkout')
    with op.batch_alter_table('bank_booking', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_booking_return_id'))
        batch_op.drop_index(batch_op.f('ix_bank_booking_payout_id'))
        batch_op.drop_index(batch_op.f('ix_bank_booking_payment_id'))
        batch_op.drop_index(batch_op.f('ix_bank_booking_entry_id'))

    op.drop_table('bank_booking')
    with op.batch_alter_table('bank_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_entry_statement_id'))
        batch_op.drop_index('ix_bank_entry_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f('ix_bank_entry_iban'))
        batch_op.drop_index(batch_op.f('ix_bank_entry_booked_on'))

    op.drop_table('bank_entry')
    with op.batch_alter_table('stripe_movement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stripe_movement_source'))
        batch_op.drop_index(batch_op.f('ix_stripe_movement_payout_id'))
        batch_op.drop_index(batch_op.f('ix_stripe_movement_payment_id'))
        batch_op.drop_index(batch_op.f('ix_stripe_movement_occurred_at'))

    op.drop_table('stripe_movement')
    with op.batch_alter_table('payment_return', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_return_payment_id'))

    op.drop_table('payment_return')
    with op.batch_alter_table('bank_statement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_statement_until_on'))
        batch_op.drop_index(batch_op.f('ix_bank_statement_file_id'))

    op.drop_table('bank_statement')
    op.drop_table('invoice_run')
    with op.batch_alter_table('bank_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_file_state'))

    op.drop_table('bank_file')
    op.drop_table('stripe_payout')
    op.drop_table('stripe_event')
    op.drop_table('reminder_level')
    op.drop_table('interest_rate')
    # ### end Alembic commands ###
