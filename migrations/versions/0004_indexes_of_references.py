"""every reference that something is looked up by has an index; a link keeps no time of opening"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFERENCES = (
    ("allocation", "freed_by_line_id"),
    ("allocation", "organisation_id"),
    ("allocation", "quote_line_id"),
    ("allocation", "time_entry_id"),
    ("cost_share", "contact_id"),
    ("engagement", "coordinator_id"),
    ("group_confirmation", "contact_id"),
    ("invoice", "quote_id"),
    ("invoice", "share_id"),
    ("meeting_organisation", "organisation_id"),
    ("meeting_user", "user_id"),
    ("proceedings_check", "hold_id"),
    ("quality_spending", "corrects_id"),
    ("supervision_attendance", "reviewer_id"),
    ("time_entry", "corrects_id"),
)


def upgrade() -> None:
    for table, column in REFERENCES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    with op.batch_alter_table("mail_link") as link:
        link.drop_column("opened_at")


def downgrade() -> None:
    with op.batch_alter_table("mail_link") as link:
        link.add_column(sa.Column("opened_at", sa.DateTime(), nullable=True))
    for table, column in reversed(REFERENCES):
        op.drop_index(f"ix_{table}_{column}", table)
