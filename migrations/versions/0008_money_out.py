"""money out"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

PLACES = ('payment_id', 'return_id', 'payout_id')
# How contributions are divided until the board decides otherwise (our proposal), in per mille.
SHARES = {
    'supervision': 100,
    'outreach': 205,
    'method_development': 225,
    'uk_cooperation': 135,
    'coordination': 335,
}
FIRST = date(2025, 1, 1)
LIMIT = 1_000_000  # cents: above it the board approves


def one_of(*columns) -> str:
    """Exactly one of these is filled in, in SQL of both databases."""
    cases = (f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in columns)
    return " + ".join(cases) + " = 1"


def day():
    return sa.column('valid_from', sa.Date())


def fill() -> None:
    """What stands from the start, and the account numbers that were there: to be approved."""
    columns = ('category', 'per_mille')
    shares = sa.table('contribution_share', day(), *map(sa.column, columns))
    op.bulk_insert(
        shares,
        [
            {'valid_from': FIRST, 'category': name, 'per_mille': part}
            for name, part in SHARES.items()
        ],
    )
    limit = sa.table('batch_limit', day(), sa.column('amount'))
    op.bulk_insert(limit, [{'valid_from': FIRST, 'amount': LIMIT}])
    op.execute(
        "INSERT INTO payee_account (payee_id, iban, holder, state, reason, proposed_at, version) "
        "SELECT id, iban, name, 'proposed', '', CURRENT_TIMESTAMP, 1 FROM payee "
        "WHERE iban IS NOT NULL"
    )


def purposes(*words: str) -> None:
    """What a link may be for, as the database holds it."""
    with op.batch_alter_table('mail_link') as batch_op:
        batch_op.drop_constraint(op.f('ck_mail_link_linkpurpose'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_mail_link_linkpurpose'), sa.column('purpose').in_(words)
        )


def upgrade() -> None:
    op.create_table('batch_series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_series')),
    sa.UniqueConstraint('year', name=op.f('uq_batch_series_year'))
    )
    op.create_table('contribution_share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('category', sa.Enum('supervision', 'outreach', 'method_development', 'uk_cooperation', 'coordination', name='qualitycategory', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('per_mille', sa.Integer(), nullable=False),
    sa.CheckConstraint('per_mille BETWEEN 0 AND 1000', name=op.f('ck_contribution_share_per_mille')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contribution_share')),
    sa.UniqueConstraint('valid_from', 'category', name=op.f('uq_contribution_share_valid_from'))
    )
    op.create_table('batch_limit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['set_by_id'], ['user.id'], name=op.f('fk_batch_limit_set_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_limit')),
    sa.UniqueConstraint('valid_from', name=op.f('uq_batch_limit_valid_from'))
    )
    op.create_table('payment_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=16), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'approved', 'declined', 'withdrawn', 'exported', 'done', name='batchstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('execute_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('form', sa.String(length=20), nullable=False),
    sa.Column('message', sa.String(length=35), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('exported_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('decided_by_id <> made_by_id', name=op.f('ck_payment_batch_two_people')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_payment_batch_decided_by_id_user')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_payment_batch_made_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_batch')),
    sa.UniqueConstraint('number', name=op.f('uq_payment_batch_number'))
    )
    with op.batch_alter_table('payment_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_batch_state'), ['state'], unique=False)

    op.create_table('quality_budget',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('category', sa.Enum('supervision', 'outreach', 'method_development', 'uk_cooperation', 'coordination', name='qualitycategory', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_quality_budget_amount')),
    sa.ForeignKeyConstraint(['set_by_id'], ['user.id'], name=op.f('fk_quality_budget_set_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_budget'))
    )
    with op.batch_alter_table('quality_budget', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quality_budget_year'), ['year'], unique=False)

    op.create_table('bill_series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payee_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_bill_series_payee_id_payee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bill_series')),
    sa.UniqueConstraint('payee_id', 'year', name=op.f('uq_bill_series_payee_id'))
    )
    op.create_table('payee_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payee_id', sa.Integer(), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('holder', sa.String(length=140), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'approved', 'declined', name='accountstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('decided_by_id <> proposed_by_id', name=op.f('ck_payee_account_two_people')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_payee_account_decided_by_id_user')),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_payee_account_payee_id_payee')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['user.id'], name=op.f('fk_payee_account_proposed_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payee_account'))
    )
    with op.batch_alter_table('payee_account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payee_account_payee_id'), ['payee_id'], unique=False)
        batch_op.create_index('uq_payee_account_waits', ['payee_id'], unique=True, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))

    op.create_table('payee_vat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payee_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('treatment', sa.Enum('standard', 'exempt', 'kor', 'reverse', name='vattreatment', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('crkbo', sa.String(), nullable=False),
    sa.Column('crkbo_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_payee_vat_payee_id_payee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payee_vat')),
    sa.UniqueConstraint('payee_id', 'valid_from', name=op.f('uq_payee_vat_payee_id'))
    )
    op.create_table('self_billing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payee_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('is_agreed', sa.Boolean(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('objection_days', sa.Integer(), nullable=False),
    sa.CheckConstraint('objection_days BETWEEN 1 AND 60', name=op.f('ck_self_billing_objection_days')),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_self_billing_payee_id_payee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_self_billing')),
    sa.UniqueConstraint('payee_id', 'valid_from', name=op.f('uq_self_billing_payee_id'))
    )
    op.create_table('status_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('read_by_id', sa.Integer(), nullable=True),
    sa.Column('read_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['payment_batch.id'], name=op.f('fk_status_file_batch_id_payment_batch')),
    sa.ForeignKeyConstraint(['read_by_id'], ['user.id'], name=op.f('fk_status_file_read_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_status_file')),
    sa.UniqueConstraint('sha256', name=op.f('uq_status_file_sha256'))
    )
    with op.batch_alter_table('status_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_status_file_batch_id'), ['batch_id'], unique=False)

    op.create_table('bill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('purchase', 'self_billed', 'self_billed_credit', name='billkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('payee_id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('refers_to_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('differs', 'matched', 'rejected', 'issued', 'accepted', 'objected', 'credited', name='billstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('vat_treatment', sa.Enum('standard', 'exempt', 'kor', 'reverse', name='vattreatment', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('gross', sa.BigInteger(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.Column('object_until', sa.Date(), nullable=True),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('settled_by', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('content_type', sa.String(), nullable=False),
    sa.Column('ubl', sa.LargeBinary(), nullable=True),
    sa.Column('pdf', sa.LargeBinary(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('gross = net + vat', name=op.f('ck_bill_gross')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_bill_made_by_id_user')),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_bill_payee_id_payee')),
    sa.ForeignKeyConstraint(['refers_to_id'], ['bill.id'], name=op.f('fk_bill_refers_to_id_bill')),
    sa.ForeignKeyConstraint(['statement_id'], ['payment_statement.id'], name=op.f('fk_bill_statement_id_payment_statement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bill'))
    )
    with op.batch_alter_table('bill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bill_refers_to_id'), ['refers_to_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_issued_on'), ['issued_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_payee_id'), ['payee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_statement_id'), ['statement_id'], unique=False)
        batch_op.create_index('uq_bill_live', ['statement_id'], unique=True, sqlite_where=sa.text("state NOT IN ('rejected', 'credited') AND kind <> 'self_billed_credit'"), postgresql_where=sa.text("state NOT IN ('rejected', 'credited') AND kind <> 'self_billed_credit'"))
        batch_op.create_index('uq_bill_number', ['payee_id', 'number'], unique=True, sqlite_where=sa.text("state <> 'rejected'"), postgresql_where=sa.text("state <> 'rejected'"))

    op.create_table('name_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('result', sa.Enum('match', 'close', 'no_match', 'not_possible', name='nameresult', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name_shown', sa.String(), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('checked_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['payee_account.id'], name=op.f('fk_name_check_account_id_payee_account')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['user.id'], name=op.f('fk_name_check_checked_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_name_check'))
    )
    with op.batch_alter_table('name_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_name_check_account_id'), ['account_id'], unique=False)

    op.create_table('batch_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('payee_id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('bill_id', sa.Integer(), nullable=True),
    sa.Column('holder', sa.String(length=140), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('remittance', sa.String(length=140), nullable=False),
    sa.Column('end_to_end', sa.String(length=35), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'paid', 'refused', 'returned', 'dropped', name='linestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_batch_line_amount')),
    sa.ForeignKeyConstraint(['batch_id'], ['payment_batch.id'], name=op.f('fk_batch_line_batch_id_payment_batch')),
    sa.ForeignKeyConstraint(['bill_id'], ['bill.id'], name=op.f('fk_batch_line_bill_id_bill')),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_batch_line_payee_id_payee')),
    sa.ForeignKeyConstraint(['statement_id'], ['payment_statement.id'], name=op.f('fk_batch_line_statement_id_payment_statement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_line')),
    sa.UniqueConstraint('batch_id', 'position', name=op.f('uq_batch_line_batch_id')),
    sa.UniqueConstraint('end_to_end', name=op.f('uq_batch_line_end_to_end'))
    )
    with op.batch_alter_table('batch_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_line_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_batch_line_bill_id'), ['bill_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_batch_line_payee_id'), ['payee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_batch_line_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_batch_line_statement_id'), ['statement_id'], unique=False)
        batch_op.create_index('uq_batch_line_holds', ['statement_id'], unique=True, sqlite_where=sa.text("state IN ('waiting', 'paid')"), postgresql_where=sa.text("state IN ('waiting', 'paid')"))

    op.create_table('freelance_agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('payee_id', sa.Integer(), nullable=False),
    sa.Column('model', sa.String(), nullable=False),
    sa.Column('model_version', sa.String(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('may_substitute', sa.Boolean(), nullable=False),
    sa.Column('is_insured', sa.Boolean(), nullable=False),
    sa.Column('has_other_clients', sa.Boolean(), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('assessed_by', sa.String(), nullable=False),
    sa.Column('assessment', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_freelance_agreement_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['payee_id'], ['payee.id'], name=op.f('fk_freelance_agreement_payee_id_payee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_freelance_agreement'))
    )
    with op.batch_alter_table('freelance_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_freelance_agreement_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_freelance_agreement_payee_id'), ['payee_id'], unique=False)

    with op.batch_alter_table('bank_booking', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_bank_booking_one_place'), type_='check')
        batch_op.add_column(sa.Column('line_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('account', sa.Enum('0500', '0511', '0512', '0513', '0514', '0515', '0590', '1100', '1150', '1190', '1300', '1305', '1310', '1500', '1510', '1600', '1610', '4000', '4110', '4120', '4130', '4140', '4150', '4500', '4510', '4600', '4900', '4910', '8000', '8010', '8400', '8900', name='account', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.create_index(batch_op.f('ix_bank_booking_line_id'), ['line_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_bank_booking_line_id_batch_line'), 'batch_line', ['line_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_bank_booking_one_place'), one_of(*PLACES, 'line_id', 'account'))

    with op.batch_alter_table('quality_spending', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approved_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('approved_at', sa.DateTime(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_quality_spending_approved_by_id_user'), 'user', ['approved_by_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_quality_spending_two_people'), 'approved_by_id <> recorded_by_id')

    fill()
    purposes('answer_quote', 'book_follow_up', 'read_invoice', 'read_statement', 'set_password')


def downgrade() -> None:
    op.execute("DELETE FROM mail_link WHERE purpose = 'read_statement'")
    purposes('answer_quote', 'book_follow_up', 'read_invoice', 'set_password')
    with op.batch_alter_table('quality_spending', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_quality_spending_two_people'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_quality_spending_approved_by_id_user'), type_='foreignkey')
        batch_op.drop_column('approved_at')
        batch_op.drop_column('approved_by_id')

    with op.batch_alter_table('bank_booking', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_bank_booking_line_id_batch_line'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_bank_booking_line_id'))
        batch_op.drop_constraint(op.f('ck_bank_booking_one_place'), type_='check')
        batch_op.drop_constraint(op.f('ck_bank_booking_account'), type_='check')
        batch_op.drop_column('account')
        batch_op.drop_column('line_id')
        batch_op.create_check_constraint(op.f('ck_bank_booking_one_place'), one_of(*PLACES))

    with op.batch_alter_table('freelance_agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_freelance_agreement_payee_id'))
        batch_op.drop_index(batch_op.f('ix_freelance_agreement_assignment_id'))

    op.drop_table('freelance_agreement')
    with op.batch_alter_table('batch_line', schema=None) as batch_op:
        batch_op.drop_index('uq_batch_line_holds', sqlite_where=sa.text("state IN ('waiting', 'paid')"), postgresql_where=sa.text("state IN ('waiting', 'paid')"))
        batch_op.drop_index(batch_op.f('ix_batch_line_statement_id'))
        batch_op.drop_index(batch_op.f('ix_batch_line_state'))
        batch_op.drop_index(batch_op.f('ix_batch_line_payee_id'))
        batch_op.drop_index(batch_op.f('ix_batch_line_bill_id'))
        batch_op.drop_index(batch_op.f('ix_batch_line_batch_id'))

    op.drop_table('batch_line')
    with op.batch_alter_table('name_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_name_check_account_id'))

    op.drop_table('name_check')
    with op.batch_alter_table('bill', schema=None) as batch_op:
        batch_op.drop_index('uq_bill_number', sqlite_where=sa.text("state <> 'rejected'"), postgresql_where=sa.text("state <> 'rejected'"))
        batch_op.drop_index('uq_bill_live', sqlite_where=sa.text("state NOT IN ('rejected', 'credited') AND kind <> 'self_billed_credit'"), postgresql_where=sa.text("state NOT IN ('rejected', 'credited') AND kind <> 'self_billed_credit'"))
        batch_op.drop_index(batch_op.f('ix_bill_statement_id'))
        batch_op.drop_index(batch_op.f('ix_bill_state'))
        batch_op.drop_index(batch_op.f('ix_bill_payee_id'))
        batch_op.drop_index(batch_op.f('ix_bill_refers_to_id'))
        batch_op.drop_index(batch_op.f('ix_bill_issued_on'))

    op.drop_table('bill')
    with op.batch_alter_table('status_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_status_file_batch_id'))

    op.drop_table('status_file')
    op.drop_table('self_billing')
    op.drop_table('payee_vat')
    with op.batch_alter_table('payee_account', schema=None) as batch_op:
        batch_op.drop_index('uq_payee_account_waits', sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
        batch_op.drop_index(batch_op.f('ix_payee_account_payee_id'))

    op.drop_table('payee_account')
    op.drop_table('bill_series')
    with op.batch_alter_table('quality_budget', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quality_budget_year'))

    op.drop_table('quality_budget')
    with op.batch_alter_table('payment_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_batch_state'))

    op.drop_table('payment_batch')
    op.drop_table('batch_limit')
    op.drop_table('contribution_share')
    op.drop_table('batch_series')
