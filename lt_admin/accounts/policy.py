"""Who may do what: the whole policy, as one table."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What someone is here for."""

    COORDINATOR = "coordinator"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    TREASURER = "treasurer"
    BOARD = "board"


class Permission(StrEnum):
    """Named <thing>:<verb>; keep in alphabetical order."""

    ACCOUNT_OWN = "account:own"
    ASSIGNMENT_DECLARE = "assignment:declare"
    ASSIGNMENT_MANAGE = "assignment:manage"
    AUDIT_READ = "audit:read"
    ENGAGEMENT_CLOSE = "engagement:close"
    ENGAGEMENT_MANAGE = "engagement:manage"
    ENGAGEMENT_READ = "engagement:read"
    FINANCE_READ = "finance:read"
    HOURS_APPROVE = "hours:approve"
    HOURS_LOG = "hours:log"
    INVOICE_MANAGE = "invoice:manage"
    INVOICE_READ = "invoice:read"
    MAIL_READ = "mail:read"
    ORGANISATION_MANAGE = "organisation:manage"
    ORGANISATION_READ = "organisation:read"
    PAYMENT_RECORD = "payment:record"
    QUOTE_MANAGE = "quote:manage"
    QUOTE_READ = "quote:read"
    REVIEWER_MANAGE = "reviewer:manage"
    REVIEWER_READ = "reviewer:read"
    SETTINGS_MANAGE = "settings:manage"
    SPENDING_MANAGE = "spending:manage"
    STATEMENT_MANAGE = "statement:manage"
    STATEMENT_READ = "statement:read"
    SUPERVISION_MANAGE = "supervision:manage"
    SUPERVISION_READ = "supervision:read"
    USER_MANAGE = "user:manage"


_P = Permission
_REVIEWER = frozenset(
    {
        _P.ACCOUNT_OWN,
        _P.ASSIGNMENT_DECLARE,
        _P.ENGAGEMENT_READ,
        _P.HOURS_LOG,
        _P.STATEMENT_READ,
        _P.SUPERVISION_READ,
    }
)
_READS = frozenset(
    {
        _P.ACCOUNT_OWN,
        _P.AUDIT_READ,
        _P.ENGAGEMENT_READ,
        _P.FINANCE_READ,
        _P.INVOICE_READ,
        _P.ORGANISATION_READ,
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
        _P.ENGAGEMENT_CLOSE,
        _P.ENGAGEMENT_MANAGE,
        _P.HOURS_APPROVE,
        _P.INVOICE_MANAGE,
        _P.MAIL_READ,
        _P.ORGANISATION_MANAGE,
        _P.QUOTE_MANAGE,
        _P.REVIEWER_MANAGE,
        _P.SUPERVISION_MANAGE,
        _P.USER_MANAGE,
    },
    Role.REVIEWER: _REVIEWER,
    Role.SUPERVISOR: _REVIEWER | {_P.SUPERVISION_MANAGE},
    Role.TREASURER: _READS
    | {_P.MAIL_READ, _P.PAYMENT_RECORD, _P.SPENDING_MANAGE, _P.STATEMENT_MANAGE},
    Role.BOARD: _READS | {_P.SETTINGS_MANAGE, _P.USER_MANAGE},
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether `role` grants `permission`."""
    return permission in POLICY[role]
