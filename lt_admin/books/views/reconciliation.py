"""The page where the ledger stands beside everything else that knows the same."""

from __future__ import annotations

from flask import Blueprint, render_template

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.queries import stripe_balance
from lt_admin.books.queries import reconciliation as queries
from lt_admin.books.queries.accounts import NAMES
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.ledger.rules import Account

bp = Blueprint("books_check", __name__, template_folder="../templates", url_prefix="/books")

# What the other source is, and the page where it stands.
SOURCES = {
    Account.BANK: (_l("Closing balance of the last statement"), "bank.statements"),
    Account.STRIPE: (_l("What Stripe holds, with what is on its way"), "stripe.overview"),
    Account.BANK_TO_PLACE: (_l("Waits on the work list, or set aside"), "bank_entries.work_list"),
    Account.DEBTORS: (_l("Open on invoices"), "payments.open_items"),
    Account.LATE_CHARGES: (_l("Open of interest and costs"), "payments.open_items"),
    Account.RECEIPTS_TO_DIVIDE: (_l("Receipts that pay nothing yet"), "payments.payments"),
    Account.PAYEES: (_l("Statements that are not paid yet"), "statements.statements"),
}


@bp.get("/reconciliation")
@requires(Permission.FINANCE_READ)
def reconciliation() -> str:
    """Both figures of each account, the difference, and what explains it."""
    facts = {"sources": SOURCES, "names": NAMES, "has_stripe": stripe_balance.is_used()}
    return render_template("books/reconciliation.html", checks=queries.checks(), **facts)
