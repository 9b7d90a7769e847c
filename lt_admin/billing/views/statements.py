"""Payment statements: the treasurer's run and list, and everybody's own."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.statements import RunForm
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.billing.queries import payables
from lt_admin.billing.queries import statements as queries
from lt_admin.billing.rules.statements import first_day, month_before
from lt_admin.core import clock
from lt_admin.core.i18n import ngettext
from lt_admin.core.listing import show

bp = Blueprint("statements", __name__, template_folder="../templates")
PDF = "application/pdf"
MONTH = "/statements/<int(min=2000, max=2100):year>/<int(min=1, max=12):month>"


@bp.get("/statements")
@requires(Permission.FINANCE_READ)
def statements() -> ResponseReturnValue:
    """Every payment statement."""
    last = first_day(*month_before(clock.today()))
    return show(queries.STATEMENTS, queries.all_statements(), "billing/statements.html", last=last)


@bp.get("/my-statements")
@requires(Permission.STATEMENT_READ)
def mine() -> ResponseReturnValue:
    """The lines about one's own work, and what is on its way."""
    balance = queries.balance_of(current_user)
    lines = queries.lines_about(current_user)
    return show(queries.MY_LINES, lines, "billing/my_statements.html", balance=balance)


@bp.route(MONTH, methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def run(year: int, month: int) -> ResponseReturnValue:
    """What a month would pay to whom; the button makes the statements and mails them."""
    form = RunForm()
    if form.is_sent_well():
        with form.refusals():
            made = form.issue(year, month, by=current_user)
            flash(ngettext("One statement is made.", "%(num)s statements are made.", len(made)))
            return redirect(url_for(".statements"))
    facts = {"run": payables.statement_run(year, month), "states": payables.WAITING_WORDS}
    return render_template("billing/statement_run.html", form=form, **facts), form.status


@bp.get("/statements/<int:statement_id>")
@requires(Permission.STATEMENT_READ)
def statement(statement_id: int) -> ResponseReturnValue:
    """One statement, as far as this person may see it."""
    found = _seen(statement_id)
    facts = {
        "statement": found,
        "sections": queries.sections_seen_by(found, current_user),
        "sees_all": queries.sees_all(current_user),
        "has_paper": queries.may_read_paper(found, current_user),
        "badge": queries.STATE_BADGES[found.state],
    }
    return render_template("billing/statement.html", **facts)


@bp.get("/statements/<int:statement_id>/paper")
@requires(Permission.STATEMENT_READ)
def paper(statement_id: int) -> ResponseReturnValue:
    """The statement as it was sent."""
    found = _seen(statement_id)
    if not queries.may_read_paper(found, current_user):
        abort(404)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return Response(found.pdf or b"", mimetype=PDF, headers=headers)


def _seen(statement_id: int) -> PaymentStatement:
    return queries.find_statement_seen_by(statement_id, current_user) or abort(404)
