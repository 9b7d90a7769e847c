"""Who may do what: the whole policy, as one table."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from lt_admin.core.i18n import lazy_gettext as _l


class Role(StrEnum):
    """What someone is here for."""

    COORDINATOR = "coordinator"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    TREASURER = "treasurer"
    BOARD = "board"


ROLES: dict[Role, Any] = {
    Role.COORDINATOR: _l("Coordinator"),
    Role.REVIEWER: _l("Reviewer"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.TREASURER: _l("Treasurer"),
    Role.BOARD: _l("Board"),
}


class Permission(StrEnum):
    """Named <thing>:<verb>; keep in alphabetical order."""

    ACCOUNT_OWN = "account:own"
    ASSIGNMENT_DECLARE = "assignment:declare"
    ASSIGNMENT_MANAGE = "assignment:manage"
    AUDIT_READ = "audit:read"
    AVAILABILITY_OWN = "availability:own"
    BANK_IMPORT = "bank:import"
    BATCH_APPROVE = "batch:approve"
    BATCH_MAKE = "batch:make"
    BILL_APPROVE = "bill:approve"
    BILL_MANAGE = "bill:manage"
    BOOKS_CLOSE = "books:close"
    BUDGET_SET = "budget:set"
    CONDUCT_MANAGE = "conduct:manage"
    CONDUCT_READ = "conduct:read"
    ENGAGEMENT_CLOSE = "engagement:close"
    ENGAGEMENT_MANAGE = "engagement:manage"
    ENGAGEMENT_READ = "engagement:read"
    EVALUATION_MANAGE = "evaluation:manage"
    FINANCE_READ = "finance:read"
    FOLLOW_UP_MANAGE = "follow_up:manage"
    FOUNDATION_OVERSEE = "foundation:oversee"
    HOURS_APPROVE = "hours:approve"
    HOURS_LOG = "hours:log"
    INVOICE_MANAGE = "invoice:manage"
    INVOICE_READ = "invoice:read"
    MAIL_READ = "mail:read"
    MAIL_RESEND = "mail:resend"
    METHOD_CHECK = "method:check"
    ORGANISATION_MANAGE = "organisation:manage"
    ORGANISATION_READ = "organisation:read"
    PAYEE_ACCOUNT_APPROVE = "payee_account:approve"
    PAYMENT_RECORD = "payment:record"
    QUALITY_READ = "quality:read"
    QUOTE_MANAGE = "quote:manage"
    QUOTE_READ = "quote:read"
    RECORD_MANAGE = "record:manage"
    REFUND_MAKE = "refund:make"
    REMINDER_MANAGE = "reminder:manage"
    RETENTION_RUN = "retention:run"
    REVIEWER_MANAGE = "reviewer:manage"
    REVIEWER_READ = "reviewer:read"
    SETTINGS_MANAGE = "settings:manage"
    SPENDING_APPROVE = "spending:approve"
    SPENDING_MANAGE = "spending:manage"
    STATEMENT_MANAGE = "statement:manage"
    STATEMENT_READ = "statement:read"
    SUPERVISION_MANAGE = "supervision:manage"
    SUPERVISION_READ = "supervision:read"
    USER_MANAGE = "user:manage"
    WRITE_OFF_DECIDE = "write_off:decide"
    WRITE_OFF_PROPOSE = "write_off:propose"


_P = Permission
_REVIEWER = frozenset(
    {
        _P.ACCOUNT_OWN,
        _P.ASSIGNMENT_DECLARE,
        _P.AVAILABILITY_OWN,
        _P.CONDUCT_MANAGE,
        _P.CONDUCT_READ,
        _P.ENGAGEMENT_READ,
        _P.FOLLOW_UP_MANAGE,
        _P.HOURS_LOG,
        _P.STATEMENT_READ,
        _P.SUPERVISION_READ,
    }
)
_READS = frozenset(
    {
        _P.ACCOUNT_OWN,
        _P.AUDIT_READ,
        _P.CONDUCT_READ,
        _P.ENGAGEMENT_READ,
        _P.FINANCE_READ,
        _P.INVOICE_READ,
        _P.ORGANISATION_READ,
        _P.QUALITY_READ,
        _P.QUOTE_READ,
        _P.REVIEWER_READ,
        _P.STATEMENT_READ,
        _P.SUPERVISION_READ,
    }
)

POLICY: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: _READS
    | {
        _P.ASSIGNMENT_MANAGE,
        _P.CONDUCT_MANAGE,
        _P.ENGAGEMENT_CLOSE,
        _P.ENGAGEMENT_MANAGE,
        _P.EVALUATION_MANAGE,
        _P.FOLLOW_UP_MANAGE,
        _P.HOURS_APPROVE,
        _P.INVOICE_MANAGE,
        _P.MAIL_READ,
        _P.MAIL_RESEND,
        _P.ORGANISATION_MANAGE,
        _P.QUOTE_MANAGE,
        _P.RECORD_MANAGE,
        _P.REMINDER_MANAGE,
        _P.RETENTION_RUN,
        _P.REVIEWER_MANAGE,
        _P.SUPERVISION_MANAGE,
        _P.USER_MANAGE,
        _P.WRITE_OFF_PROPOSE,
    },
    Role.REVIEWER: _REVIEWER,
    Role.SUPERVISOR: _REVIEWER | {_P.METHOD_CHECK, _P.SUPERVISION_MANAGE},
    Role.TREASURER: _READS
    | {
        _P.BANK_IMPORT,
        _P.BATCH_APPROVE,
        _P.BATCH_MAKE,
        _P.BILL_APPROVE,
        _P.BILL_MANAGE,
        _P.BOOKS_CLOSE,
        _P.MAIL_READ,
        _P.MAIL_RESEND,
        _P.PAYEE_ACCOUNT_APPROVE,
        _P.PAYMENT_RECORD,
        _P.REFUND_MAKE,
        _P.SPENDING_APPROVE,
        _P.SPENDING_MANAGE,
        _P.STATEMENT_MANAGE,
        _P.WRITE_OFF_DECIDE,
        _P.WRITE_OFF_PROPOSE,
    },
    Role.BOARD: _READS
    | {
        _P.BATCH_APPROVE,
        _P.BILL_APPROVE,
        _P.BUDGET_SET,
        _P.FOUNDATION_OVERSEE,
        _P.PAYEE_ACCOUNT_APPROVE,
        _P.SETTINGS_MANAGE,
        _P.SPENDING_APPROVE,
        _P.USER_MANAGE,
        _P.WRITE_OFF_DECIDE,
    },
}

PERMISSIONS: dict[Permission, Any] = {
    _P.ACCOUNT_OWN: _l("Look after one's own account"),
    _P.ASSIGNMENT_DECLARE: _l("Declare independence for one's own assignments"),
    _P.ASSIGNMENT_MANAGE: _l("Ask reviewers for a review, and end assignments"),
    _P.AUDIT_READ: _l("Read who did what and when"),
    _P.AVAILABILITY_OWN: _l("Say when one can be asked for a follow-up"),
    _P.BANK_IMPORT: _l("Read in bank statements, and give every amount its place"),
    _P.BATCH_APPROVE: _l("Decide on a payment batch that somebody else made"),
    _P.BATCH_MAKE: _l("Make payment batches, and bring them to the bank"),
    _P.BILL_APPROVE: _l("Decide on an invoice of a payee that differs from its statement"),
    _P.BILL_MANAGE: _l("Register invoices of payees, and write those that are agreed"),
    _P.BOOKS_CLOSE: _l("Close months of the books"),
    _P.BUDGET_SET: _l("Set the budget of the quality system"),
    _P.CONDUCT_MANAGE: _l("Record groups, sessions and reports (a reviewer: one's own reviews)"),
    _P.CONDUCT_READ: _l("Read groups, sessions and reports (a reviewer: one's own reviews)"),
    _P.ENGAGEMENT_CLOSE: _l("Close a review"),
    _P.ENGAGEMENT_MANAGE: _l("Guide a review from request to end"),
    _P.ENGAGEMENT_READ: _l("Read reviews (a reviewer: one's own)"),
    _P.EVALUATION_MANAGE: _l("Send questionnaires and enter those on paper"),
    _P.FINANCE_READ: _l("Read the finances"),
    _P.FOLLOW_UP_MANAGE: _l("Offer times for a follow-up and record what came of it"),
    _P.FOUNDATION_OVERSEE: _l("See the foundation at a glance, and decide"),
    _P.HOURS_APPROVE: _l("Approve hours and send them back"),
    _P.HOURS_LOG: _l("Write down one's own hours"),
    _P.INVOICE_MANAGE: _l("Draft, issue and credit invoices"),
    _P.INVOICE_READ: _l("Read invoices"),
    _P.MAIL_READ: _l("Read which mails went out"),
    _P.MAIL_RESEND: _l("Send a mail that failed once more"),
    _P.METHOD_CHECK: _l("Check the method as the supervisor of a review"),
    _P.ORGANISATION_MANAGE: _l("Add and change organisations and contacts"),
    _P.ORGANISATION_READ: _l("Read organisations and contacts"),
    _P.PAYEE_ACCOUNT_APPROVE: _l("Decide on an account number that somebody else gave"),
    _P.PAYMENT_RECORD: _l("Record payments and allocate them"),
    _P.QUALITY_READ: _l("Read the quality report"),
    _P.QUOTE_MANAGE: _l("Draft, send and withdraw quotes"),
    _P.QUOTE_READ: _l("Read quotes"),
    _P.RECORD_MANAGE: _l("Record outreach, complaints and data incidents"),
    _P.REFUND_MAKE: _l("Give money back that was paid too much"),
    _P.REMINDER_MANAGE: _l("Send and hold reminders, and charge what lateness costs"),
    _P.RETENTION_RUN: _l("Let go of what has been kept long enough"),
    _P.REVIEWER_MANAGE: _l("Add and change reviewers, levels and payees"),
    _P.REVIEWER_READ: _l("Read reviewers, levels and payees"),
    _P.SETTINGS_MANAGE: _l("Change rates and other settings"),
    _P.SPENDING_APPROVE: _l("Approve spending that somebody else recorded"),
    _P.SPENDING_MANAGE: _l("Record spending on quality"),
    _P.STATEMENT_MANAGE: _l("Make and pay payment statements"),
    _P.STATEMENT_READ: _l("Read payment statements (a reviewer: one's own)"),
    _P.SUPERVISION_MANAGE: _l("Record supervision sessions"),
    _P.SUPERVISION_READ: _l("Read supervision sessions (a reviewer: one's own)"),
    _P.USER_MANAGE: _l("Invite people, change roles, close accounts"),
    _P.WRITE_OFF_DECIDE: _l("Decide on a write-off that somebody else proposed"),
    _P.WRITE_OFF_PROPOSE: _l("Propose to write off what will not be paid"),
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether `role` grants `permission`."""
    return permission in POLICY[role]
