"""The pages of files and statements: send one, look, take it in or throw it away."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.bank.forms.entries import UploadForm
from lt_admin.bank.models.statements import BankFile, FileState
from lt_admin.bank.queries import entries, previews
from lt_admin.bank.queries import files as queries
from lt_admin.bank.rules.camt import MOST_BYTES
from lt_admin.bank.services import files as services
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.listing import show

bp = Blueprint("bank", __name__, template_folder="../templates", url_prefix="/bank")


def _file(file_id: int) -> BankFile:
    return queries.find_file(file_id) or abort(404)


def _to(file: BankFile) -> ResponseReturnValue:
    return redirect(url_for(".file", file_id=file.id))


@bp.get("/")
@requires(Permission.INVOICE_READ)
def statements() -> ResponseReturnValue:
    """Every statement with its control total, and the files that wait."""
    facts = {"files": queries.waiting_files(), "waiting": entries.waiting()}
    return show(queries.STATEMENTS, queries.all_statements(), "bank/statements.html", **facts)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.BANK_IMPORT)
def new() -> ResponseReturnValue:
    """Send a file; the next page shows what would become of it."""
    form = UploadForm()
    if form.is_sent_well():
        with form.refusals("file"):
            sent = form.file.data
            found = services.read_file(sent.filename, sent.read(MOST_BYTES + 1), current_user)
            if found.state is FileState.CONFIRMED:
                flash(_("This very file was taken in before. Nothing was changed."), "info")
            return _to(found)
    return render_template("bank/upload.html", form=form), form.status


@bp.get("/files/<int:file_id>")
@requires(Permission.INVOICE_READ)
def file(file_id: int) -> str:
    """A file: what would become of it, or what came of it."""
    found = _file(file_id)
    facts = {"file": found, "badges": queries.FILE_BADGES, "kind_of": previews.kind_of}
    if found.state is FileState.CONFIRMED:
        return render_template("bank/file.html", controls=queries.controls_of(found), **facts)
    look = previews.look_at(queries.content_of(found))
    return render_template("bank/preview.html", look=look, **facts)


@bp.post("/files/<int:file_id>/confirm")
@requires(Permission.BANK_IMPORT)
def confirm(file_id: int) -> ResponseReturnValue:
    """Take a file in, and book what is certain."""
    found = _file(file_id)
    outcome = services.confirm(found, current_user)
    words = ngettext("One new amount taken in", "%(num)d new amounts taken in", outcome.entries)
    flash(_("%(new)s; %(matched)s found their place.", new=words, matched=outcome.matched))
    return _to(found)


@bp.post("/files/<int:file_id>/discard")
@requires(Permission.BANK_IMPORT)
def discard(file_id: int) -> ResponseReturnValue:
    """Throw a file away that was only looked at."""
    services.discard(_file(file_id), current_user)
    flash(_("The file was thrown away; nothing of it was booked."))
    return redirect(url_for(".statements"))


@bp.get("/statements/<int:statement_id>")
@requires(Permission.INVOICE_READ)
def statement(statement_id: int) -> ResponseReturnValue:
    """One statement: its control total, and every entry."""
    found = queries.find_statement(statement_id) or abort(404)
    base = entries.entries_of(found.statement)
    return show(entries.ENTRIES, base, "bank/statement.html", facts=found)
